"""XLSX through `openpyxl`: the values that formulas last gave, merged cells, the font of each cell."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.models import RawDocument, Refused
from ingest.readers.package import Package
from ingest.readers.parts import Part, Run, document
from ingest.readers.sheet import Cell, sheet_parts, shown
from ingest.readers.tables import SPANNED

_MOST_CELLS = 1_500_000


def read(path: Path) -> Iterator[RawDocument]:
    """One document: every visible sheet in order."""
    import openpyxl

    with Package(path) as package:
        for name in package.names():
            if name.endswith(".xml") and name.startswith("xl/") and "/media/" not in name:
                package.xml(name) if package.zip.getinfo(name).file_size < 1 << 16 else None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, data_only=True, rich_text=True, keep_links=False)
    except Exception as error:  # openpyxl meets broken parts with whatever its parsers raise
        raise Refused("Tệp Excel (.xlsx) bị hỏng hoặc bị cắt cụt, không đọc được.") from error
    try:
        yield document(list(_parts(book)), path.stem)
    finally:
        book.close()


def _parts(book: Any) -> Iterator[Part]:
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible" and sheet.max_row]
    for sheet in sheets:
        # Not max_row: an office often formats a sheet down to its last row, the 1,048,576th.
        filled = [(cell.row, cell.column) for cell in sheet._cells.values() if cell.value is not None]
        last_row, last_column = max((r for r, _ in filled), default=0), max((c for _, c in filled), default=0)
        if last_row * last_column > _MOST_CELLS:
            raise Refused(f"Trang tính “{sheet.title}” quá lớn ({last_row} dòng × {last_column} cột).")
        if not filled:
            continue
        spans = {
            (row, column): (area.min_row, area.min_col)
            for area in sheet.merged_cells.ranges
            for row in range(area.min_row, min(area.max_row, area.min_row + 200) + 1)
            for column in range(area.min_col, min(area.max_col, area.min_col + 50) + 1)
            if (row, column) != (area.min_row, area.min_col)
        }
        rows = (
            [_cell(sheet, cell, spans.get((cell.row, cell.column))) for cell in row]
            for row in sheet.iter_rows(max_row=last_row, max_col=last_column)
        )
        yield from sheet_parts(sheet.title, rows, alone=len(sheets) == 1)


def _cell(sheet: Any, cell: Any, spanned_from: tuple[int, int] | None) -> Cell:
    if spanned_from is not None:
        return (Run(SPANNED), *_cell(sheet, sheet.cell(*spanned_from), None))
    value = cell.value
    font = cell.font.name or "" if cell.has_style else ""
    if isinstance(value, list):  # rich text: strings and blocks with a font of their own
        return tuple(Run(str(getattr(part, "text", part)), getattr(getattr(part, "font", None), "rFont", None) or font) for part in value)
    text = shown(value, cell.number_format or "")
    return (Run(text, font),) if text else ()
