"""Curated answers as rows: two persons, versions, history, and nothing lost."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine, select

from assistant.records import curated as c
from assistant.records.curated_words import Citation, Refused, Words
from assistant.records.log import QuestionLog
from assistant.records.setting_tables import revisions
from assistant.records.versions import Overtaken
from assistant.records.writing import writing
from tests.assistant.curated.conftest import with_words


def revision(engine: Engine) -> int:
    with engine.connect() as db:
        return db.execute(select(revisions.c.number).where(revisions.c.name == c.FOLLOWED_AS)).scalar_one()


def test_the_author_does_not_approve_their_own_words(question_log: QuestionLog, words: Words) -> None:
    with writing(question_log.engine) as db:
        made = c.create(db, words, "lan")
        version = c.submit(db, made, 1, "lan")
        with pytest.raises(Refused, match="own_work"):
            c.approve(db, made, version, "lan")
        version = c.approve(db, made, version, "minh")
    now = c.one(question_log.engine, made)
    assert now is not None
    assert (now.version, now.state, now.author, now.approver) == (version, c.APPROVED, "lan", "minh")
    assert now.approved == now.words
    assert now.words.citations == words.citations


def test_who_changes_the_words_while_they_wait_cannot_approve_them_either(question_log: QuestionLog, words: Words) -> None:
    with writing(question_log.engine) as db:
        made = c.create(db, words, "lan")
        version = c.submit(db, made, 1, "lan")
        version = c.edit(db, made, version, with_words(words, text="khác"), "minh")
        with pytest.raises(Refused, match="not_waiting"):
            c.approve(db, made, version, "lan")
        version = c.submit(db, made, version, "lan")
        with pytest.raises(Refused, match="own_work"):
            c.approve(db, made, version, "minh")
        c.approve(db, made, version, "lan")


def test_the_second_of_two_editors_is_told_and_nothing_is_lost(question_log: QuestionLog, words: Words) -> None:
    engine = question_log.engine
    with writing(engine) as db:
        made = c.create(db, words, "lan")
        c.edit(db, made, 1, with_words(words, text="lời của Lan"), "lan")
    with pytest.raises(Overtaken) as caught, writing(engine) as db:
        c.edit(db, made, 1, with_words(words, text="lời của Minh"), "minh")
    assert caught.value.now is not None
    assert caught.value.now["text"] == "lời của Lan"
    with pytest.raises(Overtaken), writing(engine) as db:
        c.submit(db, made, 1, "minh")
    assert [(h.version, h.account, h.words.text) for h in c.history(engine, made)] == [(2, "lan", "lời của Lan"), (1, "lan", words.text)]


def test_words_in_force_stay_while_the_next_ones_are_worked_on(question_log: QuestionLog, words: Words) -> None:
    engine = question_log.engine
    with writing(engine) as db:
        made = c.create(db, words, "lan")
        version = c.approve(db, made, c.submit(db, made, 1, "lan"), "minh")
        version = c.edit(db, made, version, with_words(words, text="mới"), "lan")
    assert [k.approved and k.approved.text for k in c.in_force(engine)] == [words.text]
    before = revision(engine)
    with writing(engine) as db:
        version = c.submit(db, made, version, "lan")
        version = c.send_back(db, made, version, "minh", " thiếu nguồn ")
    now = c.one(engine, made)
    assert now is not None
    assert (now.state, now.note, now.approved is not None, revision(engine)) == (c.DRAFT, "thiếu nguồn", True, before)
    with writing(engine) as db:
        c.retire(db, made, version, "minh")
    assert c.in_force(engine) == []
    assert revision(engine) == before + 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"question": "  "}, "no_question"),
        ({"text": "\n"}, "no_text"),
        ({"text": "a" * 7000}, "too_long"),
        ({"variants": tuple(map(str, range(60)))}, "too_long"),
        ({"valid_from": date(2026, 2, 1), "valid_to": date(2026, 1, 1)}, "bad_dates"),
        ({"citations": (Citation("d", "k", "", " ", "x"),)}, "bad_citation"),
    ],
)
def test_words_that_are_refused(question_log: QuestionLog, words: Words, changes: dict[str, object], reason: str) -> None:
    with pytest.raises(Refused, match=reason), writing(question_log.engine) as db:
        c.create(db, with_words(words, **changes), "lan")
    assert c.listed(question_log.engine) == []


def test_an_answer_without_anything_to_rest_on_is_not_submitted(question_log: QuestionLog, words: Words) -> None:
    with writing(question_log.engine) as db:
        made = c.create(db, with_words(words, citations=()), "lan")
        with pytest.raises(Refused, match="no_source"):
            c.submit(db, made, 1, "lan")
        c.submit(db, made, c.edit(db, made, 1, with_words(words, citations=(), basis="Công văn 12/SKHCN"), "lan"), "lan")


def test_the_list_finds_words_without_their_marks(question_log: QuestionLog, words: Words) -> None:
    with writing(question_log.engine) as db:
        first = c.create(db, words, "lan")
        second = c.create(db, with_words(words, question="100%_thử <script>alert(1)</script>"), "lan")
    found = [[k.id for k in c.listed(question_log.engine, wanted=wanted)] for wanted in ("phong 203", "100%_", "%x", "<SCRIPT>")]
    assert found == [[second, first], [second], [], [second]]
    assert [k.id for k in c.listed(question_log.engine, limit=1)] == [second]
    assert [k.id for k in c.listed(question_log.engine, after=second)] == [first]
    assert c.listed(question_log.engine, state=c.APPROVED) == []
