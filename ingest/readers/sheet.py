"""What XLSX and XLS have in common: cells to a table, numbers and dates as an office writes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from ingest.readers.parts import Paragraph, Part, Run, Table
from ingest.readers.tables import SPANNED

Cell = tuple[Run, ...]


def sheet_parts(name: str, rows: Iterable[Sequence[Cell]], *, alone: bool) -> Iterator[Part]:
    """A sheet's tables, apart where two or more rows are blank; its name is a heading when there are several sheets."""
    named = alone
    for table in _tables(rows):
        if not named:
            yield Paragraph((Run(name),), level=1)
            named = True
        yield Table(tuple(tuple((Paragraph(cell),) for cell in row) for row in table))


def _tables(rows: Iterable[Sequence[Cell]]) -> Iterator[list[Sequence[Cell]]]:
    held: list[Sequence[Cell]] = []
    blank = 0
    for row in rows:
        if not any(_filled(cell) for cell in row):
            blank += 1
            continue
        if held and blank > 1:
            yield _without_empty_columns(held)
            held = []
        blank = 0
        held.append(row)
    if held:
        yield _without_empty_columns(held)


def _without_empty_columns(rows: list[Sequence[Cell]]) -> list[Sequence[Cell]]:
    used = sorted({i for row in rows for i, cell in enumerate(row) if _filled(cell)})
    return [[row[i] if i < len(row) else () for i in used] for row in rows]


def _filled(cell: Cell) -> bool:
    return any(run.text.strip() for run in cell) and cell[0].text != SPANNED


def shown(value: Any, number_format: str = "") -> str:
    """A cell's value as text: 25.12.2024 is 25/12/2024, 0.25 in a percent format is 25%, 3.0 is 3."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M").removesuffix(" 00:00")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, (int, float)):
        return f"{value * 100:.6g}%" if "%" in number_format else f"{value:.10g}" if value < 1e12 else f"{value:.0f}"
    return str(value)
