"""PDFs made here: letterhead, columns, tables over pages, running lines, scans, and broken files."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest.clean import is_page_number, mend, without_running
from ingest.models import Block, RawDocument, Refused
from ingest.readers import pdf
from ingest.readers.lines import Line

FONTS = Path("/usr/share/fonts/truetype/dejavu")
pytestmark = pytest.mark.skipif(not (FONTS / "DejaVuSerif.ttf").is_file(), reason="needs the DejaVu fonts (apt install fonts-dejavu-core)")

GOAL = (
    "Thực hiện Chiến lược quốc gia về nghiên cứu, phát triển và ứng dụng trí tuệ nhân tạo đến năm 2030, Ủy ban nhân dân tỉnh giao "
    "Sở Khoa học và Công nghệ chủ trì, phối hợp với các đơn vị liên quan triển khai kế hoạch này trên địa bàn tỉnh."
)
PRESS = "Các cơ quan báo chí địa phương có trách nhiệm tuyên truyền, nâng cao nhận thức của người dân về vai trò của trí tuệ nhân tạo."
HEADER = "Công báo tỉnh Kiên Giang"


def paper(*, running: bool = False) -> Any:
    from fpdf import FPDF

    class Paper(FPDF):
        def header(self) -> None:
            if running:
                self.set_font("serif", size=9)
                self.cell(0, 8, HEADER, align="C")
                self.ln(12)
                self.set_font("serif", size=12)

        def footer(self) -> None:
            if running:
                self.set_y(-15)
                self.set_font("serif", size=9)
                self.cell(0, 8, f"Trang {self.page_no()}", align="C")

    made = Paper()
    made.add_font("serif", "", FONTS / "DejaVuSerif.ttf")
    made.add_font("serif", "B", FONTS / "DejaVuSerif-Bold.ttf")
    made.set_font("serif", size=12)
    made.add_page()
    return made


def paragraph(made: Any, text: str) -> None:
    made.multi_cell(0, 6, text, align="J", new_x="LMARGIN", new_y="NEXT")
    made.ln(2)


def blocks_of(tmp_path: Path, made: Any) -> tuple[Block, ...]:
    return document_of(tmp_path, made).blocks


def document_of(tmp_path: Path, made: Any) -> RawDocument:
    path = tmp_path / "van-ban.pdf"
    made.output(str(path))
    (document,) = pdf.read(path)
    return document


def letter(made: Any) -> Any:
    top = made.get_y()
    made.set_xy(15, top)
    made.multi_cell(75, 6, "ỦY BAN NHÂN DÂN\nTỈNH KIÊN GIANG\nSố: 15/KH-UBND", align="C")
    made.set_xy(95, top)
    made.multi_cell(
        100, 6, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nKiên Giang, ngày 12 tháng 3 năm 2024", align="C"
    )
    made.ln(8)
    made.set_font("serif", "B", 13)
    made.multi_cell(0, 7, "KẾ HOẠCH\nTriển khai Chiến lược quốc gia về trí tuệ nhân tạo", align="C", new_x="LMARGIN", new_y="NEXT")
    made.set_font("serif", size=12)
    made.ln(4)
    for text in (GOAL, f"1. {PRESS}", "a) Đến năm 2025, mọi cán bộ được tập huấn;", "b) Đến năm 2030, tỉnh có một trung tâm dữ liệu."):
        paragraph(made, text)
    top = made.get_y() + 6
    made.set_xy(15, top)
    made.multi_cell(80, 5, "Nơi nhận:\n- Như trên;\n- Lưu: VT, KGVX.")
    made.set_xy(110, top)
    made.multi_cell(80, 6, "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n\nNguyễn Văn An", align="C")
    return made


def test_a_letter_is_read_column_by_column_and_its_lines_are_joined(tmp_path: Path) -> None:
    texts = [block.text for block in blocks_of(tmp_path, letter(paper()))]
    assert texts == [
        *("ỦY BAN NHÂN DÂN", "TỈNH KIÊN GIANG", "Số: 15/KH-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
        *("Kiên Giang, ngày 12 tháng 3 năm 2024", "KẾ HOẠCH", "Triển khai Chiến lược quốc gia về trí tuệ nhân tạo", GOAL, f"1. {PRESS}"),
        *("a) Đến năm 2025, mọi cán bộ được tập huấn;", "b) Đến năm 2030, tỉnh có một trung tâm dữ liệu."),
        *("Nơi nhận:", "- Như trên;", "- Lưu: VT, KGVX.", "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn An"),
    ]


def test_two_columns_of_prose_are_read_one_after_the_other(tmp_path: Path) -> None:
    made = paper()
    made.set_font("serif", size=10)
    written = [f"Đoạn số {n} của bản tin. {GOAL} {PRESS}" for n in range(1, 10)]
    with made.text_columns(ncols=2, gutter=8, text_align="J") as columns:
        columns.write("\n\n".join(written))
    assert [block.text for block in blocks_of(tmp_path, made)] == written


def test_running_lines_go_and_sentences_go_on_over_the_page(tmp_path: Path) -> None:
    made = paper(running=True)
    written = [f"Điều {n}. {GOAL} Nội dung riêng của điều thứ {n}." for n in range(1, 26)]
    for text in written:
        paragraph(made, text)
    blocks = blocks_of(tmp_path, made)
    assert [block.text for block in blocks] == written
    assert [blocks[0].page, blocks[-1].page] == [1, made.page_no()]


def test_a_table_over_pages_names_its_columns_in_each_row(tmp_path: Path) -> None:
    made = paper(running=True)
    with made.table(col_widths=(10, 60, 40, 30), repeat_headings=0) as table:
        table.row(("STT", "Nội dung", "Cơ quan chủ trì", "Thời hạn"))
        for n in range(1, 41):
            table.row(
                (
                    str(n),
                    f"Nhiệm vụ thứ {n}: xây dựng nền tảng dữ liệu dùng chung của tỉnh",
                    "Sở Khoa học và Công nghệ",
                    f"Quý {n % 4 + 1}/2025",
                )
            )
    blocks = blocks_of(tmp_path, made)
    rows = [line for block in blocks for line in block.text.split("\n") if line.startswith("STT: ")]
    assert len(rows) == 40
    assert rows[29] == (
        "STT: 30; Nội dung: Nhiệm vụ thứ 30: xây dựng nền tảng dữ liệu dùng chung của tỉnh; "
        "Cơ quan chủ trì: Sở Khoa học và Công nghệ; Thời hạn: Quý 3/2025"
    )
    assert {block.page for block in blocks} == set(range(1, made.page_no() + 1))
    assert all(len(block.text) < 1200 for block in blocks)


def scan_of(made: Any, tmp_path: Path) -> Any:
    import pypdfium2

    made.output(str(tmp_path / "goc.pdf"))
    with pypdfium2.PdfDocument(tmp_path / "goc.pdf") as source:
        picture = source[0].render(scale=200 / 72).to_pil().convert("L")
    picture.save(tmp_path / "trang.png")
    return picture


def test_a_scanned_page_between_text_pages_is_read_by_ocr(tmp_path: Path) -> None:
    scan_of(letter(paper()), tmp_path)
    made = paper()
    paragraph(made, GOAL)
    made.add_page()
    made.image(str(tmp_path / "trang.png"), 0, 0, 210)
    document = document_of(tmp_path, made)
    assert document.metadata["scanned_pages"] == [2]
    assert 0.5 < document.metadata["ocr_confidence"] <= 1
    assert (document.blocks[0].text, document.blocks[0].page) == (GOAL, 1)
    assert "Kiên Giang, ngày 12 tháng 3 năm 2024" in [block.text for block in document.blocks if block.page == 2]


def test_bad_pdfs_are_refused_with_a_reason(tmp_path: Path) -> None:
    made = paper()
    paragraph(made, GOAL)
    made.output(str(tmp_path / "tot.pdf"))
    data = (tmp_path / "tot.pdf").read_bytes()
    assert "cắt cụt" in refusal(tmp_path, data[:400])
    assert "không mở được" in refusal(tmp_path, b"%PDF-1.4\nrac ruoi\n%%EOF\n")
    empty = paper()
    empty.output(str(tmp_path / "trang.pdf"))
    assert "không có chữ" in refusal(tmp_path, (tmp_path / "trang.pdf").read_bytes())


def test_an_encrypted_pdf_says_so(tmp_path: Path) -> None:
    made = paper()
    paragraph(made, GOAL)
    made.set_encryption(owner_password="chu", user_password="khach")
    made.output(str(tmp_path / "khoa.pdf"))
    assert "mật khẩu" in refusal(tmp_path, (tmp_path / "khoa.pdf").read_bytes())


def refusal(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "hong.pdf"
    path.write_bytes(data)
    with pytest.raises(Refused) as refused:
        list(pdf.read(path))
    return str(refused.value)


@pytest.mark.parametrize(
    ("torn", "whole"),
    [("ĐIỀ U KHO ẢN THI HÀNH", "ĐIỀU KHOẢN THI HÀNH"), ("Quyế t định này", "Quyết định này"), ("NGH Ị Đ Ị NH", "NGHỊ ĐỊNH"),
     ("cho ăn ở nhà ăn", "cho ăn ở nhà ăn"), ("giá 10.000 đ ở chợ", "giá 10.000 đ ở chợ"), ("UBND tỉnh An Giang", "UBND tỉnh An Giang")],
)  # fmt: skip
def test_torn_words_are_mended(torn: str, whole: str) -> None:
    assert mend(torn) == whole


@pytest.mark.parametrize(
    ("text", "number"), [("12", True), ("- 3 -", True), ("Trang 4/10", True), ("Điều 3", False), ("1. Mục tiêu", False)]
)
def test_page_numbers_are_known(text: str, number: bool) -> None:
    assert is_page_number(text) is number


def test_two_letters_scanned_together_keep_their_letterheads() -> None:
    page = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Số: 5/QĐ-UBND", "Nội dung quyết định của tỉnh."]
    lines = [Line(text, 50, 400, 100 + 20 * n, 114 + 20 * n, 50, 500) for n, text in enumerate(page)]
    assert [len(kept) for kept in without_running([lines, lines])] == [4, 4]


@pytest.mark.bench
def test_text_pages_a_second(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    made = paper(running=True)
    n = 0
    while made.page_no() < 200:
        n += 1
        paragraph(made, f"Điều {n}. {GOAL} {PRESS}")
    made.output(str(tmp_path / "dai.pdf"))
    took = []
    for _ in range(3):
        started = time.monotonic()
        list(pdf.read(tmp_path / "dai.pdf"))
        took.append(time.monotonic() - started)
    speed = 200 / min(took)
    record_property("pages_per_second", round(speed, 1))
    assert speed >= 40
