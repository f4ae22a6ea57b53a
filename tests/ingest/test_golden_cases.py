"""Golden questions in DATA_DIR: two spellings of a case, what says nothing about finding, bad lines, and the starter set."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from ingest.gate import compare
from ingest.golden import STARTER_SET, GoldenCase, read_golden
from knowledge.base import KnowledgeBase
from knowledge.models import Document
from tests.conftest import STARTER_DOCUMENTS
from tests.support.shell import ROOT


def write(folder: Path, *rows: object) -> Path:
    """A folder of one file with these rows; a string is written as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    (folder / "of-the-office.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def questions(folder: Path) -> list[str]:
    return [case.question for case in read_golden(folder).cases]


def test_both_spellings_of_a_case(tmp_path: Path) -> None:
    row = {"question": "Ai ký?", "cites": ["a", "127/QĐ-TTg"], "as_of": "2026-11-22"}
    golden = read_golden(write(tmp_path / "golden", row, "", {"question": "Bao giờ?", "relevant": ["b"]}))
    assert golden.cases == (GoldenCase("Ai ký?", ("a", "127/QĐ-TTg"), date(2026, 11, 22)), GoldenCase("Bao giờ?", ("b",)))
    assert golden.problems == ()
    case = golden.cases[0]
    assert [case.wanted(d) for d in (Document("a", "T"), Document("x", "T", number="127/QĐ-TTg"), Document("x", "T"))] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    "more",
    [{"status": "unanswerable"}, {"status": ["answered", "unanswerable"]}, {"cites": []}, {"question": " "}],
    ids=["refusal", "either", "no documents", "no question"],
)
def test_cases_that_say_nothing_about_finding_are_passed_over(tmp_path: Path, more: dict[str, object]) -> None:
    row = {"question": "một", "cites": ["a"], "status": ["answered", "answered_greeting"]}
    golden = read_golden(write(tmp_path / "golden", row, row | {"question": "hai"} | more))
    assert ([c.question for c in golden.cases], golden.problems) == (["một"], ())


def test_only_the_first_turn_of_a_conversation_stands_alone(tmp_path: Path) -> None:
    turns = [{"question": q, "cites": ["a"], "conversation": c} for q, c in (("một", "x"), ("còn nó?", "x"), ("hai", "y"))]
    assert questions(write(tmp_path / "golden", *turns)) == ["một", "hai"]


@pytest.mark.parametrize(
    "line", ["{", "[]", '"a"', '{"cites": ["a"]}', '{"question": 1, "cites": ["a"]}', '{"question": "q", "cites": "a"}'], ids=str
)
def test_a_bad_line_is_named_and_the_others_count(tmp_path: Path, line: str) -> None:
    golden = read_golden(write(tmp_path / "golden", {"question": "một", "cites": ["a"]}, line))
    assert len(golden.cases) == 1
    assert golden.problems == ("Không đọc được câu hỏi kiểm tra ở of-the-office.jsonl, dòng 2.",)


def test_a_day_that_no_calendar_has_is_a_bad_line(tmp_path: Path) -> None:
    row = {"question": "một", "cites": ["a"], "as_of": "2026-02-30"}
    assert len(read_golden(write(tmp_path / "golden", row)).problems) == 1


def test_a_folder_that_is_not_there_gets_the_starter_set_once(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "golden"
    assert len(questions(folder)) == len(STARTER_SET.read_text(encoding="utf-8").splitlines())
    (folder / "starter.jsonl").unlink()
    assert questions(folder) == []


def test_the_starter_set_is_taken_from_the_development_cases() -> None:
    known = {}
    for file in (ROOT / "tests" / "golden").glob("*.jsonl"):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            known[row["id"]] = row
    rows = [json.loads(line) for line in STARTER_SET.read_text(encoding="utf-8").splitlines()]
    assert 50 <= len(rows) <= 100
    for row in rows:
        case = known[row["id"]]
        assert {**case, **row} == case
        assert not case.get("held_out")
    assert {d for row in rows for d in row["cites"]} <= {path.stem for path in STARTER_DOCUMENTS.glob("*.md")}


def test_the_starter_set_is_found_in_the_starter_documents(starter_base: KnowledgeBase, tmp_path: Path) -> None:
    view = starter_base.view()
    verdict = compare(starter_base, view, view, read_golden(tmp_path / "golden"), 0.02)
    assert (verdict.passed, verdict.passed_over, verdict.fell) == (True, 0, ())
    assert verdict.before == verdict.after
    assert verdict.before
    assert verdict.before["hit@5"] >= 0.95
    assert verdict.before["mrr@10"] >= 0.9
