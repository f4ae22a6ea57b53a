"""How a source is named, and what is said of its validity."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.generation.quote import Quote
from assistant.generation.sources import cited_name, lead_in, source_of, state, vn_date, warning
from knowledge.base import KnowledgeBase
from knowledge.models import Chunk, Document, Passage

DECISION = Document(
    "qd", "Chiến lược", kind="Quyết định", number="127/QĐ-TTg", issued_on=date(2021, 1, 26), effective_from=date(2021, 1, 26),
    effective_to=date(2026, 8, 28), replaced_by="1671/QĐ-TTg", form="tóm tắt", details={},
)  # fmt: skip
BEFORE, DURING, AFTER = date(2020, 1, 1), date(2022, 1, 1), date(2026, 8, 28)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2021, 1, 5), "05/01/2021"),
        (date(2026, 8, 28), "28/8/2026"),
        (date(2021, 12, 9), "09/12/2021"),
        (date(2025, 2, 10), "10/02/2025"),
    ],
)
def test_dates_as_official_papers_write_them(day: date, text: str) -> None:
    assert vn_date(day) == text


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (DECISION, "Quyết định 127/QĐ-TTg ngày 26/01/2021"),
        (replace(DECISION, issued_on=None), "Quyết định 127/QĐ-TTg"),
        (replace(DECISION, number=None, kind="Báo cáo", issuer="UBND tỉnh"), "Báo cáo ngày 26/01/2021 của UBND tỉnh"),
        (replace(DECISION, number=None, kind=None), "Chiến lược"),
        (replace(DECISION, number=None, issued_on=None, kind="Sự kiện"), "Sự kiện “Chiến lược”"),
    ],
)
def test_how_a_document_is_cited(document: Document, name: str) -> None:
    assert cited_name(document) == name


@pytest.mark.parametrize(("day", "held"), [(BEFORE, "26/01/2021"), (DURING, "đang có hiệu lực"), (AFTER, "28/8/2026")])
def test_the_state_on_a_day(day: date, held: str) -> None:
    assert held in state(DECISION, day)
    assert "tóm tắt" in state(DECISION, day)


def test_without_dates_nothing_is_claimed() -> None:
    unknown = Document("d", "T")
    assert state(unknown, DURING) == ""
    assert state(replace(unknown, effective_to=date(2030, 1, 1)), DURING) == ""


def test_a_warning_only_when_not_in_force(starter_base: KnowledgeBase) -> None:
    view = starter_base.view()
    assert warning(DECISION, view, DURING) == ""
    assert "28/8/2026" in warning(DECISION, view, AFTER)
    assert "1671/QĐ-TTg ngày 28/8/2026" in warning(DECISION, view, AFTER)
    assert "26/01/2021" in warning(DECISION, view, BEFORE)
    assert "None" not in warning(replace(DECISION, replaced_by="7/QĐ"), view, AFTER)


def test_a_source_carries_the_metadata_and_the_day_decides_validity() -> None:
    quoted = Quote(Passage(Chunk("qd#1", "qd", 0, "Điều 1", "lời văn", page=3), DECISION, 1.0), "lời")
    source = source_of(quoted, DURING)
    assert (source.document_id, source.number, source.chunk_id, source.locator, source.page, source.quote) == (
        "qd",
        "127/QĐ-TTg",
        "qd#1",
        "Điều 1",
        3,
        "lời",
    )
    assert (source.in_force, source_of(quoted, AFTER).in_force, source_of(quoted, BEFORE).in_force) == (True, False, False)
    assert (source.replaced_by, source.form) == ("1671/QĐ-TTg", "tóm tắt")


@pytest.mark.parametrize("locator", ["Điều 1, khoản 2", ""])
def test_the_line_before_a_quote_names_the_source_and_its_number(locator: str) -> None:
    line = lead_in(Quote(Passage(Chunk("qd#1", "qd", 0, locator, "lời"), DECISION, 1.0), "lời"), 2, DURING)
    assert "127/QĐ-TTg" in line
    assert "[2]" in line
    assert locator in line
    assert "“”" not in line
