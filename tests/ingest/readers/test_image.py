"""Pictures of pages, read by OCR: upright, on their side, several in one TIFF; bombs and blanks refused."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.models import RawDocument, Refused
from ingest.readers import image, ocr
from ingest.readers.lines import Line
from knowledge.language.normalise import fold

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
LINES = 2 * (
    "QUYẾT ĐỊNH",
    "Căn cứ Luật Tổ chức chính quyền địa phương;",
    "Điều 1. Ban hành kế hoạch tập huấn năm 2025.",
    "Điều 2. Quyết định này có hiệu lực từ ngày ký.",
)
pytestmark = pytest.mark.skipif(not FONT.is_file(), reason="needs the DejaVu fonts (apt install fonts-dejavu-core)")


def page() -> Any:
    made = Image.new("L", (1240, 1000), 255)
    draw, font = ImageDraw.Draw(made), ImageFont.truetype(str(FONT), 36)
    for n, text in enumerate(LINES):
        draw.text((120, 100 + 105 * n), text, font=font, fill=0)
    return made


def read(path: Path) -> RawDocument:
    (document,) = image.read(path)
    return document


def test_a_page_is_read_line_by_line(tmp_path: Path) -> None:
    page().save(tmp_path / "trang.png")
    document = read(tmp_path / "trang.png")
    assert [fold(block.text)[:9] for block in document.blocks] == [fold(text)[:9] for text in LINES]
    assert document.metadata["scanned_pages"] == [1]
    assert document.metadata["ocr_confidence"] > 0.6


def test_a_tiff_of_turned_pages_knows_its_pages(tmp_path: Path) -> None:
    page().save(tmp_path / "hai.tif", save_all=True, append_images=[page().rotate(90, expand=True)])
    document = read(tmp_path / "hai.tif")
    assert {block.page for block in document.blocks} == {1, 2}
    assert sum("dieu 2" in fold(block.text) for block in document.blocks) == 4


def test_a_blank_picture_is_refused(tmp_path: Path) -> None:
    Image.new("L", (800, 600), 255).save(tmp_path / "trang.jpg")
    with pytest.raises(Refused, match="Không nhận dạng được"):
        read(tmp_path / "trang.jpg")


def test_a_picture_that_grows_too_large_is_not_decoded(tmp_path: Path) -> None:
    head = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 0, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n"
    for kind, body in ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")):
        data += struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    (tmp_path / "bom.png").write_bytes(data)
    with pytest.raises(Refused, match="quá lớn"):
        read(tmp_path / "bom.png")


def test_confidence_is_weighed_by_length() -> None:
    long, short = Line("a" * 30, 0, 1, 0, 1, 0, 1, confidence=0.9), Line("b" * 10, 0, 1, 0, 1, 0, 1, confidence=0.5)
    assert ocr.mean_confidence([long, short]) == pytest.approx(0.8)
