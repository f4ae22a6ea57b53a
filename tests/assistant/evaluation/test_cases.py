"""Cases are read as they are written, and each kind of wrong answer is seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.evaluation.cases import Case, problems, read_cases
from assistant.models import Answer, Source, Status

SOURCE = Source("qd-127", "127/QĐ-TTg", "Quyết định", "Chiến lược", None, None, None, None, True, "", None, "nhóm 5 nước dẫn đầu", None)
RIGHT = Answer("a", Status.ANSWERED, "Theo Quyết định: nhóm 5 nước", date(2026, 11, 22), 1, (SOURCE,))
CASE = Case(
    "c", "fact", "formal", "?", ("answered",), cites=("qd-127", "khac"), contains=("nhóm 5", "127/QĐ-TTg"), not_contains=("nhóm 6",)
)


def test_a_right_answer_has_no_problems() -> None:
    assert problems(CASE, RIGHT) == []


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (replace(RIGHT, status=Status.UNANSWERABLE_NO_MATCH), "status unanswerable_no_match"),
        (replace(RIGHT, status=Status.BLOCKED_MEDICAL), "status blocked_medical"),
        (replace(RIGHT, sources=(replace(SOURCE, document_id="x"),)), "cites x"),
        (replace(RIGHT, sources=()), "cites nothing"),
        (replace(RIGHT, text="", sources=(replace(SOURCE, quote=""),)), "nhóm 5"),
        (replace(RIGHT, text="nhóm 5, nhóm 6"), "nhóm 6"),
    ],
)
def test_every_kind_of_wrong_answer_is_seen(answer: Answer, said: str) -> None:
    assert any(said in problem for problem in problems(CASE, answer))


def test_a_family_accepts_its_details_and_a_detail_only_itself() -> None:
    greeting = replace(RIGHT, status=Status.ANSWERED_GREETING)
    assert problems(Case("c", "", "", "?", ("answered",)), greeting) == []
    assert problems(Case("c", "", "", "?", ("answered_greeting",)), greeting) == []
    assert problems(Case("c", "", "", "?", ("answered_thanks",)), greeting)
    assert problems(Case("c", "", "", "?", ("unanswerable", "answered")), greeting) == []


def test_what_must_be_held_counts_only_when_it_was_answered() -> None:
    refused = replace(RIGHT, status=Status.UNANSWERABLE_NO_MATCH, sources=(), text="chưa thấy")
    assert problems(replace(CASE, status=("answered", "unanswerable")), refused) == []


def test_cases_are_read_in_order_with_defaults(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text('{"id": "2", "question": "ab", "repeat": 3, "status": ["blocked"]}\n', encoding="utf-8")
    (tmp_path / "a.jsonl").write_text(
        '\n{"id": "1", "question": "ợ", "as_of": "2026-11-22", "conversation": "k", "held_out": true}\n\n', encoding="utf-8"
    )
    first, second = read_cases(tmp_path)
    assert (first.case_id, first.status, first.as_of, first.conversation, first.held_out) == (
        "1",
        ("answered",),
        date(2026, 11, 22),
        "k",
        True,
    )
    assert (second.question, second.status, second.held_out) == ("ababab", ("blocked",), False)
