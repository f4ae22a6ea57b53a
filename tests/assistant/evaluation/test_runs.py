"""A run is kept whole, and the next one says what changed; cases that were added or rewritten do not count."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.evaluation.cases import Case
from assistant.evaluation.measure import Result, run_cases
from assistant.evaluation.runs import Comparison, compare, last_run, rows_of, write_run
from assistant.evaluation.shares import Share
from assistant.models import Answer, Question, Status

CASES = [Case(str(n), "fact", "formal", f"câu {n}", ("answered",)) for n in range(8)]
CASES += [Case(str(n), "off_topic", "formal", f"câu {n}", ("unanswerable",), held_out=n == 9) for n in (8, 9)]


def results(cases: list[Case], answered: set[str]) -> list[Result]:
    def answering(question: Question) -> Answer:
        status = Status.ANSWERED if question.text.split()[-1] in answered else Status.UNANSWERABLE_NO_MATCH
        return Answer("a", status, "…", date(2026, 1, 1), 1)

    return run_cases(cases, answering)


def between(before: list[Result], now: list[Result]) -> Comparison:
    return compare({row["id"]: row for row in rows_of(before)}, now)


def test_what_changed_is_named() -> None:
    found = between(results(CASES, {"0", "1", "2", "3"}), results(CASES, {"1", "2", "3", "4", "5"}))
    assert (found.newly_wrong, found.newly_right) == (("0",), ("4", "5"))
    assert (found.before, found.now) == (Share(6, 10), Share(7, 10))
    assert not found.fell(0)


def test_a_fall_beyond_the_margin_is_a_fall() -> None:
    found = between(results(CASES, {"0", "1", "2", "3"}), results(CASES, {"0", "1", "2"}))
    assert found.fell(0.05)
    assert not found.fell(0.15)


def test_more_wrong_answers_are_a_fall_though_as_many_cases_are_right() -> None:
    found = between(results(CASES, {"0", "1"}), results(CASES, {"0", "1", "2", "8"}))
    assert found.now == found.before
    assert found.wrongly_answered_now == Share(1, 2)
    assert found.fell(0.1)


def test_added_removed_and_rewritten_cases_do_not_count() -> None:
    rewritten = [replace(CASES[0], question="câu khác 0"), *CASES[1:7], Case("new", "fact", "formal", "câu new", ("answered",))]
    found = between(results(CASES, {"0", "1", "7"}), results(rewritten, {"1"}))
    assert (found.before, found.now) == (Share(1, 6), Share(1, 6))
    assert (found.newly_right, found.newly_wrong) == ((), ())


def test_a_run_is_kept_and_read_again(tmp_path: Path) -> None:
    assert last_run(tmp_path / "evaluations") is None
    first = results(CASES, {"0", "9"})
    folder = write_run(first, {"release": 3}, tmp_path / "evaluations")
    assert folder.parent == tmp_path / "evaluations"
    assert folder.name.startswith("20")
    assert json.loads((folder / "figures.json").read_text(encoding="utf-8")) == {"release": 3}
    kept = last_run(tmp_path / "evaluations")
    assert kept is not None
    assert [kept[c.case_id]["right"] for c in CASES] == [r.right for r in first]
    write_run(results(CASES, set()), {}, tmp_path / "evaluations")
    newest = last_run(tmp_path / "evaluations")
    assert newest is not None
    assert not newest["0"]["right"]


def test_what_went_wrong_with_held_out_cases_stays_unseen(tmp_path: Path) -> None:
    folder = write_run(results(CASES, {"9"}), {}, tmp_path)
    failures = [json.loads(line) for line in (folder / "failures.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [f["id"] for f in failures] == [str(n) for n in range(8)]
    assert failures[0]["question"] == "câu 0"
    assert failures[0]["problems"]


@pytest.mark.parametrize("margin", [0.0, 0.01])
def test_the_same_results_are_no_fall(margin: float) -> None:
    same = results(CASES, {"0", "8"})
    assert not between(same, same).fell(margin)
