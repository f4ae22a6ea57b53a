"""What a threshold would change is what it changes: the preview against runs at these thresholds; and the cases of staff among the rest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from assistant.evaluation.cases import Case
from assistant.evaluation.logged import logged_cases
from assistant.evaluation.measure import Result, run_cases
from assistant.evaluation.observe import observed_assistant
from assistant.evaluation.runner import Runner
from assistant.evaluation.thresholds import preview
from assistant.records.cases import ANSWERED, REFUSED, add, kept, made_of, remove
from assistant.records.log import QuestionLog
from assistant.records.writing import writing
from assistant.service import Assistant
from knowledge.base import KnowledgeBase
from tests.assistant.conftest import TODAY, make_assistant_settings
from tests.support.waiting import meets

ASKED = (
    ("Chiến lược AI đặt mục tiêu gì đến năm 2030?", ("answered",)),
    ("Ai ký Quyết định 127/QĐ-TTg?", ("answered",)),
    ("Giá vàng hôm nay bao nhiêu?", ("unanswerable",)),
    ("Trường nào ở Cà Mau dạy nấu ăn bằng AI?", ("unanswerable",)),
    ("Nhà nước hỗ trợ gì cho doanh nghiệp nhỏ làm AI?", ("answered",)),
)
CASES = [Case(f"c{n}", "fact", "formal", question, wanted, as_of=TODAY) for n, (question, wanted) in enumerate(ASKED)]


def test_the_preview_says_what_each_threshold_does(tmp_path: Path, starter_base: KnowledgeBase) -> None:
    def asking(cases: Sequence[Case], threshold: float) -> list[Result]:
        with observed_assistant(make_assistant_settings(tmp_path, answer_threshold=threshold), starter_base) as answering:
            return run_cases(cases, answering)

    found = preview(CASES, asking, 0.5, "r")
    for threshold in (0.0, 0.5, 0.97):
        done = asking(CASES, threshold)
        assert [found.answered(r, threshold) for r in found.results] == [r.answered for r in done], threshold
        tally = found.tally(threshold)
        assert tally.right + tally.wrong == sum(r.answered for r in done)
        assert tally.missed == sum(not r.answered for r in done if r.case.must_be_answered)
    more, fewer = found.changed(0.0)
    assert [r.case.case_id for r in fewer] == []
    assert {r.case.case_id for r in more} <= {r.case.case_id for r in found.results if not found.answered(r, 0.5)}


def test_a_logged_question_becomes_a_case_once_and_is_asked(tmp_path: Path, starter_base: KnowledgeBase, question_log: QuestionLog) -> None:
    with writing(question_log.engine) as db:
        assert add(db, "a1", ASKED[1][0], ANSWERED, ["quyet-dinh-127-qd-ttg", "quyet-dinh-127-qd-ttg"], TODAY, "lan")
        assert add(db, "a2", ASKED[2][0], REFUSED, ["ignored"], date(2026, 1, 2), "lan")
        assert not add(db, "a1", "again", ANSWERED, [], TODAY, "minh")
    first, second = logged_cases(question_log.engine)
    assert (first.question, first.cites, first.must_be_answered) == (ASKED[1][0], ("quyet-dinh-127-qd-ttg",), True)
    assert (second.must_not_be_answered, second.as_of, second.cites) == (True, date(2026, 1, 2), ())
    assistant = Assistant(make_assistant_settings(tmp_path), starter_base, question_log)
    runner = Runner(assistant, question_log.engine, None, rest=0.0)
    for _ in range(2):
        assert runner.start(runner.evaluate)
        meets(lambda: not runner.state.running)
        assert runner.state.failed == ""
    assert runner.last is not None
    assert [r.right for r in runner.last.results] == [True, True]
    assert runner.last.comparison is not None
    assert (runner.last.comparison.now.right, runner.last.comparison.before.right, runner.state.done) == (2, 2, 2)
    with question_log.engine.connect() as db:
        assert not db.exec_driver_sql("SELECT 1 FROM turns").all(), "cases stay out of people's log"
    made = made_of(question_log.engine, "a1")
    assert made is not None
    with writing(question_log.engine) as db:
        assert remove(db, made.id)
        assert not remove(db, made.id)
    assert [one.answer_id for one in kept(question_log.engine)] == ["a2"]


def test_a_run_that_fails_says_so_and_the_next_may_begin(tmp_path: Path, starter_base: KnowledgeBase, question_log: QuestionLog) -> None:
    broken = tmp_path / "golden"
    broken.mkdir()
    (broken / "a.jsonl").write_text("{", encoding="utf-8")
    runner = Runner(Assistant(make_assistant_settings(tmp_path), starter_base, question_log), question_log.engine, broken)
    assert runner.start(runner.evaluate)
    meets(lambda: not runner.state.running)
    assert runner.state.failed == "JSONDecodeError"
    (broken / "a.jsonl").unlink()
    assert runner.start(runner.preview_thresholds)
    meets(lambda: not runner.state.running)
    assert runner.state.failed == ""
