"""DOCX made here: styles, automatic numbers, merged cells, tracked changes, footnotes, soft hyphens."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml

from ingest.models import Block, RawDocument
from ingest.readers import docx

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(tmp_path: Path, made: Any) -> RawDocument:
    path = tmp_path / "ke-hoach.docx"
    made.save(str(path))
    (document,) = docx.read(path)
    return document


def add_xml(made: Any, xml: str) -> None:
    made.element.body.insert(len(made.element.body) - 1, parse_xml(xml))


def test_headings_paragraphs_and_lists(tmp_path: Path) -> None:
    made = Document()
    made.add_heading("Kế hoạch chuyển đổi số", 1)
    made.add_paragraph("Tỉnh xây dựng kho dữ liệu dùng chung.")
    made.add_paragraph("Sở Khoa học và Công nghệ chủ trì;", style="List Bullet")
    made.add_paragraph("Rà soát hạ tầng;", style="List Number")
    made.add_paragraph("Tập huấn cán bộ;", style="List Number")
    document = read(tmp_path, made)
    assert document.blocks == (
        Block("Kế hoạch chuyển đổi số", "heading", 1),
        Block("Tỉnh xây dựng kho dữ liệu dùng chung."),
        Block("- Sở Khoa học và Công nghệ chủ trì;", "item"),
        Block("1. Rà soát hạ tầng;"),
        Block("2. Tập huấn cán bộ;"),
    )
    assert document.metadata == {"file_name": "ke-hoach"}


def test_a_table_names_its_columns_and_spreads_merged_cells(tmp_path: Path) -> None:
    made = Document()
    table = made.add_table(rows=4, cols=3)
    rows = [
        ("STT", "Nhiệm vụ", "Cơ quan"),
        ("1", "Số hóa hồ sơ", "Sở Nội vụ"),
        ("2", "Mở lớp tập huấn", ""),
        ("3", "Báo cáo", "Văn phòng UBND tỉnh"),
    ]
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(1, 2).merge(table.cell(2, 2)).text = "Sở Nội vụ"
    (block,) = read(tmp_path, made).blocks
    assert block.text.split("\n") == [
        "STT | Nhiệm vụ | Cơ quan",
        "STT: 1; Nhiệm vụ: Số hóa hồ sơ; Cơ quan: Sở Nội vụ",
        "STT: 2; Nhiệm vụ: Mở lớp tập huấn; Cơ quan: Sở Nội vụ",
        "STT: 3; Nhiệm vụ: Báo cáo; Cơ quan: Văn phòng UBND tỉnh",
    ]


def test_a_letterhead_table_is_read_as_paragraphs(tmp_path: Path) -> None:
    made = Document()
    table = made.add_table(rows=2, cols=2)
    table.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nTỈNH AN GIANG"
    table.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    table.cell(1, 0).text = "Số: 12/KH-UBND"
    table.cell(1, 1).text = "An Giang, ngày 05 tháng 8 năm 2025"
    texts = [block.text for block in read(tmp_path, made).blocks]
    assert texts[2:] == ["Số: 12/KH-UBND", "An Giang, ngày 05 tháng 8 năm 2025"]


def test_tracked_changes_links_and_controls_are_read_as_they_stand(tmp_path: Path) -> None:
    made = Document()
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    add_xml(
        made,
        f"<w:p {W}>{run.format('Hạn nộp là ')}<w:del w:id='1' w:author='a'><w:r><w:delText>10/5</w:delText></w:r></w:del>"
        f"<w:ins w:id='2' w:author='a'>{run.format('20/6')}</w:ins><w:hyperlink>{run.format(' tại cổng tỉnh')}</w:hyperlink>"
        f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r></w:p>",
    )
    add_xml(made, f"<w:sdt {W}><w:sdtContent><w:p>{run.format('Ô do biểu mẫu điền.')}</w:p></w:sdtContent></w:sdt>")
    assert [block.text for block in read(tmp_path, made).blocks] == ["Hạn nộp là 20/6 tại cổng tỉnh", "Ô do biểu mẫu điền."]


def test_the_soft_hyphen_of_vntime_is_a_letter(tmp_path: Path) -> None:
    made = Document()
    fonts = "<w:rPr><w:rFonts w:ascii='.VnTime' w:hAnsi='.VnTime'/></w:rPr>"
    words = escape("Thñ t"), escape("íng ChÝnh phñ ban hµnh NghÞ ®Þnh")
    add_xml(made, f"<w:p {W}><w:r>{fonts}<w:t>{words[0]}</w:t><w:softHyphen/><w:t>{words[1]}</w:t></w:r></w:p>")
    assert [block.text for block in read(tmp_path, made).blocks] == ["Thủ tướng Chính phủ ban hành Nghị định"]
