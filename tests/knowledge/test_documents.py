"""The starter documents: enough of them, well-formed, traceable, and honest about being digests."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest
import yaml

from knowledge.base import KnowledgeBase
from tests.conftest import STARTER_DOCUMENTS

PATHS = sorted(STARTER_DOCUMENTS.glob("*.md"))
DATES = ("issued_on", "effective_from", "effective_to")


def parts(path: Path) -> tuple[dict[str, object], str]:
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(front), body


def test_there_are_enough_documents_and_chunks(starter_base: KnowledgeBase) -> None:
    release = starter_base.view().release
    assert release.documents == len(PATHS) >= 25
    assert release.chunks >= 250


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_document_is_well_formed(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    front, body = parts(path)
    assert unicodedata.is_normalized("NFC", text)
    assert "\u200b" not in text
    assert front["form"] == "tóm tắt"
    assert front["title"]
    assert front["kind"]
    assert all(isinstance(front[name], date) for name in DATES if front.get(name))
    assert not (front.get("effective_from") and front.get("effective_to")) or front["effective_from"] < front["effective_to"]  # type: ignore[operator]
    assert str(front.get("url", "http")).startswith("http")
    headings = [line for line in body.splitlines() if line.startswith("## ")]
    assert headings[-1].startswith("## Về "), "the last section tells what this text is"
    closing = body.rsplit("\n## Về ", 1)[1].casefold()
    assert any(words in closing for words in ("tóm tắt", "không phải nguyên văn", "ghi chú", "tổng hợp", "viết cho trợ lý")), (
        "it says that it is a digest"
    )


def test_every_replacement_is_there(starter_base: KnowledgeBase) -> None:
    view = starter_base.view()
    replaced = {d.document_id: d.replaced_by for d in view.documents.values() if d.replaced_by}
    assert replaced["quyet-dinh-127-qd-ttg"] == "1671/QĐ-TTg"
    assert {i: number for i, number in replaced.items() if not view.names.with_number(number)} == {}


def test_numbers_and_titles_are_unique(starter_base: KnowledgeBase) -> None:
    documents = list(starter_base.view().documents.values())
    numbers = [d.number for d in documents if d.number]
    assert len(numbers) == len(set(numbers))
    assert len({d.title for d in documents}) == len(documents)


def test_the_strategy_of_2021_is_over_and_that_of_2026_is_in_force(starter_base: KnowledgeBase) -> None:
    documents = starter_base.view().documents
    assert documents["quyet-dinh-127-qd-ttg"].in_force(date(2026, 11, 22)) is False
    assert documents["quyet-dinh-127-qd-ttg"].in_force(date(2026, 8, 27)) is True
    assert documents["quyet-dinh-1671-qd-ttg"].in_force(date(2026, 11, 22)) is True


def test_every_chunk_can_be_cited_and_quoted(starter_base: KnowledgeBase) -> None:
    for chunk in starter_base.catalogue.all_chunks(1):
        assert chunk.text.strip(), chunk.chunk_id
        assert chunk.locator, chunk.chunk_id
        assert len(chunk.text) <= 2000, chunk.chunk_id
