"""XLSX and PPTX made here."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
from pptx import Presentation
from pptx.util import Cm

from ingest.models import Block
from ingest.readers import pptx, xlsx


def test_each_row_of_a_sheet_names_its_columns(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Nhiệm vụ"
    for row in (["DANH MỤC NHIỆM VỤ NĂM 2025"], [], ["STT", "Nhiệm vụ", "Thời gian", None], [None, None, "Bắt đầu", "Kết thúc"],
                [1, "Xây dựng kho dữ liệu", date(2025, 3, 1), date(2025, 9, 30)], [2, "Tập huấn", date(2025, 4, 5), "Quý IV"]):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("C3:D3")
    hidden = book.create_sheet("Nháp")
    hidden.sheet_state = "hidden"
    hidden.append(["không công bố"])
    book.save(tmp_path / "nhiem-vu.xlsx")
    (document,) = xlsx.read(tmp_path / "nhiem-vu.xlsx")
    assert document.blocks == (
        Block("DANH MỤC NHIỆM VỤ NĂM 2025"),
        Block(
            "STT | Nhiệm vụ | Thời gian\nBắt đầu | Kết thúc\n"
            "STT: 1; Nhiệm vụ: Xây dựng kho dữ liệu; Thời gian Bắt đầu: 01/03/2025; Thời gian Kết thúc: 30/09/2025\n"
            "STT: 2; Nhiệm vụ: Tập huấn; Thời gian Bắt đầu: 05/04/2025; Thời gian Kết thúc: Quý IV"
        ),
    )


def test_sheets_are_headings_and_numbers_are_shown_as_in_the_office(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for sheet, value in ((book.active, 0.25), (book.create_sheet("Năm 2026"), 3.0)):
        sheet.append(["Chỉ tiêu", "Kết quả"])
        sheet.append(["Hồ sơ trực tuyến", value])
    book.active.title = "Năm 2025"
    book.active["B2"].number_format = "0%"
    book.save(tmp_path / "chi-tieu.xlsx")
    (document,) = xlsx.read(tmp_path / "chi-tieu.xlsx")
    assert [(b.kind, b.text.split("\n")[-1]) for b in document.blocks] == [
        ("heading", "Năm 2025"),
        ("text", "Chỉ tiêu: Hồ sơ trực tuyến; Kết quả: 25%"),
        ("heading", "Năm 2026"),
        ("text", "Chỉ tiêu: Hồ sơ trực tuyến; Kết quả: 3"),
    ]


def test_a_slide_has_its_number_its_title_first_and_its_notes(tmp_path: Path) -> None:
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = "Hội thảo trí tuệ nhân tạo"
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Chương trình"
    table = slide.shapes.add_table(2, 2, Cm(2), Cm(4), Cm(20), Cm(3)).table
    for r, row in enumerate((("Giờ", "Nội dung"), ("8:00", "Đón tiếp đại biểu"))):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    slide.notes_slide.notes_text_frame.text = "Nhắc đại biểu mang giấy mời."
    deck.save(str(tmp_path / "hoi-thao.pptx"))
    (document,) = pptx.read(tmp_path / "hoi-thao.pptx")
    assert document.blocks == (
        Block("Hội thảo trí tuệ nhân tạo", "heading", 1, 1),
        Block("Chương trình", "heading", 1, 2),
        Block("Giờ | Nội dung\nGiờ: 8:00; Nội dung: Đón tiếp đại biểu", page=2),
        Block("Nhắc đại biểu mang giấy mời.", page=2),
    )
