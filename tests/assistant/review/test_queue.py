"""What a person should look at comes into the queue once, beside what asks the same, and comes back when it must."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from assistant.models import Answer, Status
from assistant.records import cases
from assistant.records import review as rows
from assistant.records import review_tables as r
from assistant.records import tables as t
from assistant.records.log import QuestionLog
from assistant.records.privacy import erase
from assistant.records.review import Group
from assistant.records.versions import Overtaken
from assistant.records.writing import writing
from assistant.review.forgetting import forget_erased
from assistant.review.queue import ReviewQueue
from assistant.review.rules import ANSWERED, NEEDS_DOCUMENT, OUT_OF_SCOPE, RIGHT, WRONG
from knowledge.base import KnowledgeBase
from tests.assistant.review.conftest import Logging

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "curated" / "likeness.jsonl"
ROOM = "Đăng ký tập huấn AI của Sở ở phòng nào?"
GOLD = "Giá vàng hôm nay bao nhiêu?"


def only(log: QuestionLog, state: str = "open") -> Group:
    (found,) = rows.groups(log.engine, state=state)
    return found


def handle(log: QuestionLog, group: Group, verdict: str, release: int = 1) -> None:
    with writing(log.engine) as db:
        rows.handle(db, group.id, group.version, "lan", verdict, release=release)


def test_questions_that_ask_the_same_share_a_card(queue: ReviewQueue, logged: Logging, question_log: QuestionLog) -> None:
    for text in (ROOM, "dang ky tap huan ai cua so o phong nao", ROOM, GOLD, "Đăng ký tập huấn AI của Sở ở Cà Mau ở phòng nào?"):
        logged(text)
    while queue.collect():
        pass
    found = rows.groups(question_log.engine)
    assert [g.size for g in found] == [3, 1, 1]
    assert found[0].question == ROOM
    assert rows.wordings_of(question_log.engine, found[0].id)[0] == ROOM
    assert rows.open_groups(question_log.engine) == (3, 5)


def test_reading_again_adds_nothing_and_goes_on_where_it_stopped(queue: ReviewQueue, logged: Logging, question_log: QuestionLog) -> None:
    for n in range(7):
        logged(f"Câu hỏi lạ số {n} về chuyện gì đó?")
    assert queue.collect(limit=3)
    assert rows.open_groups(question_log.engine)[1] == 3
    while queue.collect(limit=3):
        pass
    assert rows.open_groups(question_log.engine)[1] == 7
    another = ReviewQueue(question_log.engine, queue._base, lambda: 0.5)
    assert not another.collect()
    logged(GOLD)
    logged(GOLD.lower())
    another.collect()
    queue.collect()
    assert rows.open_groups(question_log.engine)[1] == 9
    with question_log.engine.connect() as db:
        assert db.execute(select(func.count()).select_from(r.review_turns)).scalar() == 9


@pytest.mark.parametrize(
    ("status", "evidence", "taken"),
    [
        (Status.ANSWERED, 0.55, True),
        (Status.ANSWERED, 0.9, False),
        (Status.ANSWERED, None, False),
        (Status.ANSWERED_CURATED, None, False),
        (Status.ERROR_INTERNAL, None, True),
        (Status.BLOCKED_MEDICAL, None, False),
        (Status.UNANSWERABLE_OFF_TOPIC, 0.01, True),
    ],
)
def test_which_turns_are_taken(
    queue: ReviewQueue, logged: Logging, question_log: QuestionLog, status: Status, evidence: float | None, taken: bool
) -> None:
    logged(ROOM, status, evidence)
    queue.collect()
    assert rows.open_groups(question_log.engine)[0] == taken


def test_a_thumb_down_and_a_report_count_once_each(queue: ReviewQueue, logged: Logging, question_log: QuestionLog) -> None:
    answered = logged(ROOM, Status.ANSWERED, 0.9)
    question_log.add_feedback(answered, "down", None)
    queue.collect()
    assert (only(question_log).down, only(question_log).reported, only(question_log).size) == (1, 0, 1)
    question_log.add_feedback(answered, "down", "Sai ngày")
    queue.collect()
    queue.collect()
    group = only(question_log)
    assert (group.reported, group.size) == (1, 1)
    question_log.add_feedback(logged(GOLD, Status.ANSWERED, 0.9), "up", None)
    queue.collect()
    assert rows.open_groups(question_log.engine)[0] == 1


def test_what_was_not_kept_is_not_there(queue: ReviewQueue, logged: Logging, question_log: QuestionLog) -> None:
    logged("")
    assert not queue.collect()
    assert rows.open_groups(question_log.engine) == (0, 0)


def test_handling_says_who_and_what_and_the_second_is_warned(queue: ReviewQueue, logged: Logging, question_log: QuestionLog) -> None:
    logged(ROOM)
    queue.collect()
    before = only(question_log)
    with writing(question_log.engine) as db:
        rows.assign(db, before.id, before.version, "lan", "minh")
    with pytest.raises(Overtaken), writing(question_log.engine) as db:
        rows.handle(db, before.id, before.version, "an", OUT_OF_SCOPE, release=1)
    group = only(question_log)
    handle(question_log, group, OUT_OF_SCOPE)
    done = only(question_log, "handled")
    assert (done.verdict, done.handled_by, done.assignee, done.waiting, done.size) == (OUT_OF_SCOPE, "lan", "minh", 0, 1)
    assert [(e.account, e.action, e.note) for e in rows.history_of(question_log.engine, done.id)] == [
        ("lan", OUT_OF_SCOPE, ""),
        ("lan", "assign", "minh"),
    ]
    with writing(question_log.engine) as db:
        rows.reopen(db, done.id, done.version, "an")
    assert only(question_log).handled_by == "lan"


@pytest.mark.parametrize(
    ("verdict", "release", "turns", "back"),
    [
        (OUT_OF_SCOPE, 1, 5, False),
        (NEEDS_DOCUMENT, 1, 5, False),
        (NEEDS_DOCUMENT, 2, 1, True),
        (ANSWERED, 1, 1, True),
        (RIGHT, 2, 5, False),
    ],
)
def test_when_a_handled_question_comes_back(
    queue: ReviewQueue, logged: Logging, question_log: QuestionLog, verdict: str, release: int, turns: int, back: bool
) -> None:
    logged(ROOM)
    queue.collect()
    handle(question_log, only(question_log), verdict)
    for _ in range(turns):
        logged(ROOM, release=release)
    queue.collect()
    group = only(question_log, "open" if back else "handled")
    assert (group.size, group.waiting) == (1 + turns, turns)


@pytest.mark.parametrize(("verdict", "release", "objections", "back"), [(RIGHT, 1, 2, False), (RIGHT, 1, 3, True), (WRONG, 2, 1, True)])
def test_objections_bring_an_answer_back(
    queue: ReviewQueue, logged: Logging, question_log: QuestionLog, verdict: str, release: int, objections: int, back: bool
) -> None:
    logged(ROOM)
    queue.collect()
    handle(question_log, only(question_log), verdict)
    for _ in range(objections):
        question_log.add_feedback(logged(ROOM, Status.ANSWERED, 0.9, release), "down", None)
    queue.collect()
    assert only(question_log, "open" if back else "handled").down == objections


def test_erased_words_leave_the_queue(queue: ReviewQueue, logged: Logging, question_log: QuestionLog) -> None:
    first, _ = logged(ROOM), logged(GOLD)
    queue.collect()
    with writing(question_log.engine) as db:
        db.execute(update(t.turns).where(t.turns.c.answer_id == first).values(question="", understood_as=""))
    assert forget_erased(question_log.engine) == 1
    assert only(question_log).question == GOLD
    assert forget_erased(question_log.engine) == 0


def test_who_has_everything_erased_leaves_the_queue_and_the_cases_at_once(queue: ReviewQueue, question_log: QuestionLog) -> None:
    for chat in ("p1", "p2"):
        answer = Answer(f"of-{chat}", Status.UNANSWERABLE_NO_MATCH, "chưa", date(2026, 11, 22), 1, conversation_id=f"web:{chat}:c")
        question_log.write(answer, channel="web", question=ROOM, understood_as=ROOM, passages=[], error=None)
    queue.collect()
    with writing(question_log.engine) as db:
        for chat in ("p1", "p2"):
            cases.add(db, f"of-{chat}", ROOM, cases.REFUSED, [], date(2026, 11, 22), "lan")
        erase(db, "web", "p1")
    assert [one.answer_id for one in cases.kept(question_log.engine)] == ["of-p2"]
    with question_log.engine.connect() as db:
        assert list(db.execute(select(r.review_turns.c.answer_id)).scalars()) == ["of-p2"]


def test_a_card_shows_a_question_that_is_left(queue: ReviewQueue, logged: Logging, question_log: QuestionLog) -> None:
    logged(ROOM)
    newest = logged(ROOM.lower())
    queue.collect()
    assert only(question_log).example == newest
    with writing(question_log.engine) as db:
        db.execute(update(t.turns).where(t.turns.c.answer_id == newest).values(question="", understood_as=""))
    assert forget_erased(question_log.engine) == 0
    assert only(question_log).question == ROOM


def test_what_was_asked_before_its_card_was_handled_does_not_open_it(
    queue: ReviewQueue, logged: Logging, question_log: QuestionLog
) -> None:
    logged(ROOM)
    queue.collect()
    logged(ROOM)
    handle(question_log, only(question_log), ANSWERED)
    queue.collect()
    assert only(question_log, "handled").size == 2
    logged(ROOM)
    queue.collect()
    assert only(question_log).waiting == 2


def test_a_kill_between_reading_and_storing_loses_nothing(
    queue: ReviewQueue, logged: Logging, question_log: QuestionLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    logged(ROOM)
    with monkeypatch.context() as patch:
        patch.setattr("assistant.review.queue.keep_progress", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            queue.collect()
    assert rows.open_groups(question_log.engine) == (0, 0)
    queue.collect()
    assert only(question_log).question == ROOM


def test_groups_hold_one_matter_and_most_of_it(
    queue: ReviewQueue, logged: Logging, question_log: QuestionLog, starter_base: KnowledgeBase
) -> None:
    """On the cases of curated answers: the wordings of a question come together, and few strangers with them."""
    matter = {}
    for line in GOLDEN.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for text in (*row["variants"], *row["same"]):
            matter[logged(text)] = row["id"]
    while queue.collect():
        pass
    found = [
        [matter[turn["answer_id"]] for turn in rows.turns_of(question_log.engine, g.id, 200)]
        for g in rows.groups(question_log.engine, limit=200)
    ]
    largest = [Counter(group).most_common(1)[0][1] for group in found]
    assert sum(largest) == len(matter), "a group holds one matter"
    together = sum(max(group.count(name) for group in found) for name in set(matter.values()))
    assert together >= 0.8 * len(matter)
