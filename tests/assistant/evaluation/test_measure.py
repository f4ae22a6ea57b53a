"""What counts as a wrong refusal or a wrong answer, and how cases are asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.evaluation.cases import Case
from assistant.evaluation.measure import Observed, right, right_document, run_cases, shares, shown, wrongly_answered, wrongly_refused
from assistant.evaluation.shares import Share
from assistant.models import Answer, Question, Source, Status

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


def test_what_is_seen_beside_the_answer_is_kept() -> None:
    case = Case("1", "fact", "formal", "?", ("answered",), cites=("b",))
    observed = Observed(answering(Question("có")), 0.7, ("a", "b"))
    [result] = run_cases([case], lambda _: observed)
    assert (result.evidence, result.ranked, result.answered) == (0.7, ("a", "b"), True)
    assert right_document([result], 1) == Share(0, 1)
    assert right_document([result], 2) == Share(1, 1)


def test_a_dialogue_counts_as_one_case_when_its_turns_agree() -> None:
    cases = [
        Case(f"{d}-{t}", "fact", "dialogue", "có" if d < 5 else "không", ("answered",), conversation=f"c{d}")
        for d in range(10)
        for t in range(4)
    ]
    results = run_cases(cases, answering)
    assert right(results) == Share(20, 40)
    assert right(results).interval == Share(5, 10).interval


def test_the_length_of_what_is_shown() -> None:
    source = Source("a", None, None, "T", None, None, None, None, None, "", None, "x" * 30, None)
    answers = {"1": (source,), "2": (source, source), "3": ()}
    cases = [Case(name, "fact", "formal", name, ("answered",)) for name in answers]
    given = lambda question: replace(answering(Question("có")), sources=answers[question.text])  # noqa: E731
    assert shown(run_cases(cases, given)) == 45
    assert shown([]) == 0
