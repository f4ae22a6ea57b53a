"""Any list as a file: CSV with the mark that makes Excel read UTF-8, or XLSX. What a citizen typed stays text in both.

A cell that begins like a formula gets an apostrophe in front (OWASP, "CSV Injection"), letters of full width included:
spreadsheets would run it, or send what stands beside it to somebody.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

_FORMULA = re.compile(r"[\s\u200b\ufeff]*[=+\-@|%＝＋－＠]")
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MOST_ROWS = 1_048_575
LONGEST_CELL = 32_000
Row = Sequence[object]


def neutral(value: object) -> object:
    """What may stand in a cell: numbers and dates as they are, texts that run nothing."""
    if value is None:
        return ""
    if isinstance(value, bool | int | float | date):
        return value
    text = _NO_XML.sub(" ", str(value))[:LONGEST_CELL]
    return f"'{text}" if _FORMULA.match(text) or text[:1] in ("\t", "\r", "\n") else text


def as_csv(titles: Sequence[str], rows: Iterable[Row]) -> Iterator[bytes]:
    """The file piece by piece."""
    yield b"\xef\xbb\xbf"
    for row in _with_titles(titles, rows):
        line = io.StringIO()
        csv.writer(line).writerow([_written(neutral(value)) for value in row])
        yield line.getvalue().encode()


def write_xlsx(titles: Sequence[str], rows: Iterable[Row], path: Path) -> None:
    """The file, written row by row: a million rows take no memory. Rows beyond what a sheet holds are left out."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for number, row in enumerate(_with_titles(titles, rows)):
        if number > MOST_ROWS:
            break
        cells = []
        for value in row:
            clean = neutral(value)
            cell = WriteOnlyCell(sheet, clean.replace(tzinfo=None) if isinstance(clean, datetime) else clean)
            if isinstance(clean, str):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    book.save(path)


def _with_titles(titles: Sequence[str], rows: Iterable[Row]) -> Iterator[Row]:
    yield titles
    yield from rows


def _written(value: object) -> object:
    return value.isoformat(sep=" ", timespec="seconds") if isinstance(value, datetime) else value
