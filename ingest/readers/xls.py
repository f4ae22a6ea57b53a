"""Excel 97–2003 through `xlrd`, with the font of each cell, since old sheets are full of .VnTime."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.models import RawDocument, Refused, Unreadable
from ingest.readers.parts import Part, Run, document
from ingest.readers.sheet import Cell, sheet_parts, shown
from ingest.readers.tables import SPANNED

_EMPTY = (0, 6)


def read(path: Path) -> Iterator[RawDocument]:
    """One document: every visible sheet in order."""
    import xlrd

    try:
        parts = list(_parts(xlrd.open_workbook(str(path), formatting_info=True, logfile=io.StringIO())))
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise Refused("Tệp Excel đặt mật khẩu. Hãy bỏ mật khẩu rồi nạp lại.") from error
        raise Unreadable("Tệp Excel (.xls) bị hỏng hoặc bị cắt cụt.") from error
    except Exception as error:  # xlrd meets broken records with whatever its tables raise
        raise Unreadable("Tệp Excel (.xls) bị hỏng hoặc bị cắt cụt.") from error
    yield document(parts, path.stem)


def _parts(book: Any) -> Iterator[Part]:
    sheets = [sheet for sheet in book.sheets() if sheet.visibility == 0 and sheet.nrows]
    for sheet in sheets:
        spans = dict(_spans(sheet.merged_cells))
        yield from sheet_parts(sheet.name, (_row(book, sheet, r, spans) for r in range(sheet.nrows)), alone=len(sheets) == 1)


def _row(book: Any, sheet: Any, row: int, spans: dict[tuple[int, int], int]) -> list[Cell]:
    """The row's cells; none where all are empty, since a sheet may claim 65,536 rows of blanks."""
    if all(kind in _EMPTY for kind in sheet.row_types(row)):
        return []
    return [_cell(book, sheet, row, column, spans.get((row, column))) for column in range(sheet.row_len(row))]


def _spans(merged: list[tuple[int, int, int, int]]) -> Iterator[tuple[tuple[int, int], int]]:
    """(row, column) of cells that a merged cell to their left spans into, and that cell's column."""
    for top, _, left, right in merged[:5000]:
        yield from (((top, column), left) for column in range(left + 1, min(right, left + 50)))


def _cell(book: Any, sheet: Any, row: int, column: int, spanned_from: int | None = None) -> Cell:
    import xlrd

    if spanned_from is not None:
        return (Run(SPANNED), *_cell(book, sheet, row, spanned_from))
    cell = sheet.cell(row, column)
    style = book.xf_list[cell.xf_index]
    font = book.font_list[style.font_index].name
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return tuple(_rich(book, sheet, row, column, cell.value, font))
    number_format = book.format_map[style.format_key].format_str if style.format_key in book.format_map else ""
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return (Run(shown(xlrd.xldate_as_datetime(cell.value, book.datemode))),)
        except (ValueError, OverflowError):
            return (Run(shown(cell.value)),)
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return (Run(shown(cell.value, number_format)),)
    return (Run(shown(bool(cell.value))),) if cell.ctype == xlrd.XL_CELL_BOOLEAN else ()


def _rich(book: Any, sheet: Any, row: int, column: int, text: str, font: str) -> Iterator[Run]:
    """A text cell whose letters may change fonts inside."""
    marks = [(0, font), *((at, book.font_list[index].name) for at, index in sheet.rich_text_runlist_map.get((row, column), ()))]
    for (start, name), (end, _) in zip(marks, [*marks[1:], (len(text), "")], strict=True):
        if start < end:
            yield Run(text[start:end], name)
