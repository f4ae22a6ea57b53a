"""The scorecard says what was measured. Pictures and the tutorial need the extra `baseline`: make test-sentence-transformers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.evaluation import scorecard
from assistant.evaluation.baselines.tutorial import Tutorial, missing_packages, pieces_of
from assistant.evaluation.cases import Case, read_cases
from assistant.evaluation.measure import Result
from assistant.evaluation.scorecard import Measured, write_scorecard
from assistant.evaluation.scorecard_words import label, names_in_order, share_text
from assistant.evaluation.shares import Share
from assistant.evaluation.side_by_side import Setup
from assistant.evaluation.tradeoff import curve
from assistant.models import Answer, Source, Status
from knowledge.models import Release
from tests.support.shell import ROOT

needs_extra = pytest.mark.skipif(bool(missing_packages()), reason="the extra `baseline` is not installed: make test-sentence-transformers")
SOURCE = Source("d", None, None, "T", None, None, None, None, None, "", None, "lời" * 40, None)


def measured() -> Measured:
    """Ours right on three of four cases of each kind, the others on two."""
    cases = [
        Case(f"{kind}-{n}", kind, "formal", "?", status, cites=("d",) if status == ("answered",) else (), held_out=n == 3)
        for kind, status in {"fact": ("answered",), "off_topic": ("unanswerable",), "greeting": ("answered_greeting",)}.items()
        for n in range(4)
    ]

    def setup(name: str, right: Callable[[int], bool]) -> Setup:
        return Setup(name, [_result(case, right(n % 4)) for n, case in enumerate(cases)])

    ours, bold = setup("ours", lambda n: n != 2), setup("ours_never_refusing", lambda n: n == 0)
    others = [setup(f"{name}_{way}", lambda n: n < 2) for name in ("tutorial", "bm25") for way in ("always", "threshold")]
    answered = {r.case.case_id: r.answered for r in ours.results}
    parts = {"development": [r for r in bold.results if not r.case.held_out], "held_out": [r for r in bold.results if r.case.held_out]}
    curves = {part: curve(some, answered, 0.5) for part, some in parts.items()}
    return Measured([ours, bold, *others], curves, 0.5, Release(7, None, 53, 416))


def _result(case: Case, right: bool) -> Result:
    wanted = Status.ANSWERED if case.must_be_answered else Status.UNANSWERABLE_NO_MATCH
    other = Status.UNANSWERABLE_NO_MATCH if case.must_be_answered else Status.ANSWERED
    answer = Answer("", wanted if right else other, "", date(2026, 1, 1), 7, (SOURCE,))
    return Result(case, answer, () if right else ("wrong",), 0.6 if right else 0.2, ("d",) if right else ("x", "d"))


def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pictures: bool = False) -> str:
    if not pictures:
        monkeypatch.setattr(scorecard, "draw_shares", lambda *_: None)
        monkeypatch.setattr(scorecard, "draw_curves", lambda *_: None)
    write_scorecard(measured(), tmp_path / "card.md")
    return (tmp_path / "card.md").read_text(encoding="utf-8")


def test_the_page_says_what_was_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = page(tmp_path, monkeypatch)
    assert "release 7: 53 văn bản / documents, 416 đoạn" in text
    assert "12 câu thử / cases: 9 phát triển / development, 3 giữ riêng / held out" in text
    right = next(line for line in text.splitlines() if line.startswith("| đúng / right"))
    assert "6/9 = 67 %" in right
    assert "3/3 = 100 %" in right
    assert "9/12 = 75 %" in right
    fact = next(line for line in text.splitlines() if line.startswith("| một điều cụ thể / one fact"))
    assert fact.count("3/4 = 75 %") == 1
    assert fact.count("2/4 = 50 %") == 2
    greeting = next(line for line in text.splitlines() if line.startswith("| chào hỏi / greeting"))
    assert greeting.endswith("| – | – |"), "what a search cannot do is not held against it by kind"
    assert "+25 (" in text
    assert "| 120 |" in text
    assert not re.search(r"\{\{|\{%|None|nan|-0\.0", text)


def test_every_table_has_the_same_number_of_cells_in_each_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = re.findall(r"(?:^\|.*\n)+", page(tmp_path, monkeypatch), re.MULTILINE)
    assert len(tables) == 6
    for table in tables:
        assert len({line.count("|") for line in table.splitlines()}) == 1, table


def test_every_kind_and_way_of_writing_has_a_name_in_both_languages() -> None:
    cases = read_cases(ROOT / "tests" / "golden")
    assert [n for n in {("kinds", c.kind) for c in cases} | {("variants", c.variant) for c in cases} if " / " not in label(*n)] == []
    assert names_in_order("kinds", {"zzz": 1, "list": 1, "fact": 1}) == ["fact", "list", "zzz"]


def test_small_shares_get_a_decimal() -> None:
    assert share_text(Share(1, 50)) == "1/50 = 2.0 % (0.4–10)"
    assert share_text(Share(0, 50)) == "0/50 = 0 % (0–7.1)"
    assert share_text(Share(0, 0)) == share_text(None) == "–"


@needs_extra
def test_the_pictures_are_drawn_the_same_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = page(tmp_path, monkeypatch, pictures=True)
    pictures = re.findall(r"\]\((images/[\w-]+\.svg)\)", text)
    assert len(pictures) == 2
    first = {name: (tmp_path / name).read_bytes() for name in pictures}
    assert all(b"<svg" in content and len(content) > 5000 for content in first.values())
    page(tmp_path, monkeypatch, pictures=True)
    assert {name: (tmp_path / name).read_bytes() for name in pictures} == first


@needs_extra
def test_the_tutorials_setup_finds_by_meaning(tmp_path: Path) -> None:
    texts = {
        "boats": "The boat race takes place on the river each November, with ten teams of rowers.",
        "strategy": "The ministry of science leads the national plan for machines that learn and reason.",
        "long": "A sentence about something else entirely. " * 100,
    }
    pieces = pieces_of(texts)
    assert [key for key, _ in pieces].count("long") >= 4
    assert all(len(text) <= 1000 for _, text in pieces)
    search = Tutorial(pieces, tmp_path / "chroma")
    found = search.best("Who is responsible for artificial intelligence?", 3)
    assert found[0].document_id == "strategy"
    assert [h.score for h in found] == sorted((h.score for h in found), reverse=True)
    assert search.best("", 3)


def test_a_setup_that_is_missing_is_an_error() -> None:
    with pytest.raises(StopIteration):
        replace(measured(), setups=measured().setups[:2]).setup("bm25_always")
