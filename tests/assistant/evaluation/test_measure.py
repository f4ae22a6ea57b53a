"""Shares, Wilson's interval, and what counts as a wrong refusal or a wrong answer."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.evaluation.cases import Case
from assistant.evaluation.measure import Share, run_cases, shares, wrongly_answered, wrongly_refused
from assistant.models import Answer, Question, Status

CASES = [
    Case("1", "fact", "formal", "có", ("answered",)),
    Case("2", "fact", "formal", "không", ("answered",)),
    Case("3", "off_topic", "formal", "có", ("unanswerable",)),
    Case("4", "off_topic", "formal", "không", ("unanswerable", "blocked")),
    Case("5", "event", "formal", "không", ("answered", "unanswerable")),
    Case("6", "fact", "dialogue", "có", ("answered",), conversation="c"),
    Case("7", "fact", "dialogue", "có", ("answered",), conversation="c"),
]


def answering(question: Question) -> Answer:
    status = Status.ANSWERED if question.text == "có" else Status.UNANSWERABLE_NO_MATCH
    return Answer("a", status, "…", date(2026, 1, 1), 1, conversation_id=question.conversation_id)


def test_the_counts() -> None:
    results = run_cases(CASES, answering)
    by_kind = shares(results, lambda case: case.kind)
    assert by_kind == {"event": Share(1, 1), "fact": Share(3, 4), "off_topic": Share(1, 2)}
    assert wrongly_answered(results) == Share(1, 2)
    assert wrongly_refused(results) == Share(1, 4)


def test_the_turns_of_a_dialogue_share_an_id_that_no_other_run_has() -> None:
    first, second = run_cases(CASES, answering), run_cases(CASES, answering)
    ids = [r.answer.conversation_id for r in first]
    assert ids[:5] == [None] * 5
    assert ids[5] == ids[6] is not None
    assert ids[5] != second[5].answer.conversation_id


@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    # Values of Wilson's interval from Brown, Cai, DasGupta (2001) and the formula worked out by hand.
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (95, 100, 0.8882, 0.9785)],
)
def test_wilsons_interval(right: int, count: int, low: float, high: float) -> None:
    assert Share(right, count).interval == pytest.approx((low, high), abs=5e-4)


def test_none_of_none_is_no_division_by_zero() -> None:
    assert Share(0, 0).value == 0
    assert Share(0, 0).interval == (0, 1)
