"""Cases are read as they are written, and each kind of wrong answer is seen."""

from __future__ import annotations

import unicodedata
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


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("12/3/2021", "ngày 12/03/2021"),
        ("01/7/2025", "từ 1 tháng 7 năm 2025"),
        ("28/8/2026", "ngày 28 tháng 08 năm 2026"),
        ("Sở Khoa học", "SỞ KHOA  HỌC"),
        ("hòa", unicodedata.normalize("NFD", "hòa")),
    ],
)
def test_neither_case_nor_spaces_nor_the_way_of_writing_a_date_counts(wanted: str, said: str) -> None:
    case = Case("c", "", "", "?", ("answered",), contains=(wanted,))
    assert problems(case, replace(RIGHT, text=said)) == []
    assert problems(replace(case, contains=(), not_contains=(wanted,)), replace(RIGHT, text=said))
    assert problems(case, replace(RIGHT, text="ngày 2/3/2021, hoa"))


def test_what_a_case_says_of_itself() -> None:
    assert (CASE.cluster, CASE.must_be_answered, CASE.must_not_be_answered, CASE.asks_documents) == ("c", True, False, True)
    assert replace(CASE, same_as="var-1").cluster == "var-1"
    assert replace(CASE, conversation="k").cluster == "k"
    refused = replace(CASE, status=("unanswerable", "blocked"))
    assert (refused.must_be_answered, refused.must_not_be_answered, refused.asks_documents) == (False, True, False)
    either = replace(CASE, status=("answered", "unanswerable"))
    assert (either.must_be_answered, either.must_not_be_answered) == (False, False)


def test_a_case_that_wants_something_else_is_another_case() -> None:
    assert CASE.digest == replace(CASE, kind="list", held_out=True).digest
    others = [
        replace(CASE, question="??"),
        replace(CASE, contains=()),
        replace(CASE, as_of=date(2026, 1, 1)),
        replace(CASE, status=("blocked",)),
    ]
    assert len({CASE.digest, *(o.digest for o in others)}) == 5
    assert replace(CASE, question="\ud800").digest
