"""Documents say how they are cited and whether they are in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from knowledge.models import Chunk, Document

REPLACED = Document(
    "a", "Chiến lược", kind="Quyết định", number="127/QĐ-TTg", effective_from=date(2021, 1, 26), effective_to=date(2026, 8, 28)
)


@pytest.mark.parametrize(
    ("day", "in_force"), [("2021-01-25", False), ("2021-01-26", True), ("2026-08-27", True), ("2026-08-28", False), ("2030-01-01", False)]
)
def test_a_document_is_in_force_from_its_first_day_to_the_day_before_its_end(day: str, in_force: bool) -> None:
    assert REPLACED.in_force(date.fromisoformat(day)) is in_force


def test_without_a_first_day_nobody_knows_unless_it_has_ended() -> None:
    unknown = replace(REPLACED, effective_from=None)
    assert unknown.in_force(date(2022, 1, 1)) is None
    assert unknown.in_force(date(2027, 1, 1)) is False
    assert replace(REPLACED, effective_to=None).in_force(date(2027, 1, 1)) is True


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"kind": "Quyết định", "number": "127/QĐ-TTg"}, "Quyết định 127/QĐ-TTg"),
        ({"number": "127/QĐ-TTg"}, "127/QĐ-TTg"),
        ({"kind": "Báo cáo"}, "Báo cáo: Tình hình"),
        ({}, "Tình hình"),
    ],
)
def test_a_document_is_named_as_people_cite_it(fields: dict[str, str], name: str) -> None:
    assert Document("a", "Tình hình", **fields).name == name  # type: ignore[arg-type]


def test_a_title_that_starts_with_the_kind_is_not_doubled() -> None:
    assert Document("a", "Báo cáo tình hình", kind="Báo cáo").name == "Báo cáo tình hình"


def test_the_digest_follows_what_is_searched_and_nothing_else() -> None:
    chunk = Chunk("a#1", "a", 0, "Điều 1", "Nội dung", context="Quyết định")
    assert replace(chunk, position=5, locator="Điều 2", page=3).digest == chunk.digest
    assert replace(chunk, text="Khác").digest != chunk.digest
    assert replace(chunk, context="Khác").digest != chunk.digest
