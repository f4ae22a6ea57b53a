"""One file of every format that is read, each with a sentence of its own."""

from __future__ import annotations

import io
import json
import unicodedata
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from tests.support.word97 import word97

FONTS = Path("/usr/share/fonts/truetype/dejavu")
_TITLE = "Kế hoạch tập huấn trí tuệ nhân tạo"


def sentence(name: str) -> str:
    """What only the file of this name says."""
    return f"Lớp học {name} diễn ra tại hội trường Ủy ban nhân dân tỉnh An Giang vào tháng mười hai."


def windows_1258(text: str) -> bytes:
    """The code page's own form: hats stay on their letter, tones follow it."""
    hats = "\u0302\u0306\u031b"
    out = b""
    for letter in text:
        first, *marks = unicodedata.normalize("NFD", letter)
        whole = unicodedata.normalize("NFC", first + "".join(m for m in marks if m in hats))
        out += b"".join(c.encode("cp1258") for c in (whole, *(m for m in marks if m not in hats)))
    return out


def _text(name: str) -> str:
    return f"{_TITLE}\n\n{sentence(name)}\n"


def _page(name: str) -> Any:
    """A picture of a page."""
    from PIL import Image, ImageDraw, ImageFont

    made = Image.new("L", (1700, 700), 255)
    draw, font = ImageDraw.Draw(made), ImageFont.truetype(str(FONTS / "DejaVuSerif.ttf"), 38)
    words = sentence(name).split()
    for n, line in enumerate((_TITLE, " ".join(words[:9]), " ".join(words[9:]))):
        draw.text((120, 120 + 130 * n), line, font=font, fill=0)
    return made


def _image(kind: str) -> Callable[[str], bytes]:
    def make(name: str) -> bytes:
        out = io.BytesIO()
        _page(name).save(out, kind, resolution=150, dpi=(150, 150))
        return out.getvalue()

    return make


def _pdf(name: str) -> bytes:
    from fpdf import FPDF

    made: Any = FPDF(format="A4")
    made.add_font("serif", "", FONTS / "DejaVuSerif.ttf")
    made.set_font("serif", size=12)
    made.add_page()
    for line in (_TITLE, sentence(name)):
        made.multi_cell(0, 6, line, new_x="LMARGIN", new_y="NEXT")
        made.ln(4)
    return bytes(made.output())


def _docx(name: str) -> bytes:
    from docx import Document as Word

    made, out = Word(), io.BytesIO()
    made.add_heading(_TITLE, 1)
    made.add_paragraph(sentence(name))
    made.save(out)
    return out.getvalue()


def _pptx(name: str) -> bytes:
    from pptx import Presentation

    made, out = Presentation(), io.BytesIO()
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.shapes.title.text = _TITLE
    slide.placeholders[1].text = sentence(name)
    made.save(out)
    return out.getvalue()


def _xlsx(name: str) -> bytes:
    from openpyxl import Workbook

    made, out = Workbook(), io.BytesIO()
    for row in (("Tên", "Nội dung"), (_TITLE, sentence(name))):
        made.active.append(row)
    made.save(out)
    return out.getvalue()


def _xls(name: str) -> bytes:
    import xlwt

    made, out = xlwt.Workbook(), io.BytesIO()
    sheet = made.add_sheet("Lớp học")
    for r, row in enumerate((("Tên", "Nội dung"), (_TITLE, sentence(name)))):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    made.save(out)
    return out.getvalue()


def _rtf(name: str) -> bytes:
    spelled = "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in f"{_TITLE}\\par {sentence(name)}\\par")
    return f"{{\\rtf1\\ansi\\uc1{{\\fonttbl{{\\f0 Arial;}}}}\\pard {spelled}}}".encode()


def _html(name: str) -> bytes:
    return f"<!doctype html><html><head><title>{_TITLE}</title></head><body><h1>{_TITLE}</h1><p>{sentence(name)}</p></body></html>".encode()


def _eml(name: str) -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Date"] = _TITLE, "vp@example.vn", "Mon, 03 Mar 2025 08:00:00 +0700"
    mail.set_content(sentence(name))
    return mail.as_bytes()


def _zip(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("Kế hoạch.txt", _text(name))
    return out.getvalue()


def _jsonl(name: str) -> bytes:
    return json.dumps({"id": "lop-hoc#1", "title": _TITLE, "text": sentence(name)}, ensure_ascii=False).encode() + b"\n"


FILES: dict[str, Callable[[str], bytes]] = {
    "pdf-chu.pdf": _pdf,
    "pdf-quet.pdf": _image("PDF"),
    "word.docx": _docx,
    "word-97.doc": lambda name: word97([_TITLE, sentence(name)]),
    "bang.xlsx": _xlsx,
    "bang-97.xls": _xls,
    "trinh-chieu.pptx": _pptx,
    "van-ban.rtf": _rtf,
    "trang.html": _html,
    "ghi-chu.md": lambda name: f"# {_TITLE}\n\n{sentence(name)}\n".encode(),
    "utf8.txt": lambda name: _text(name).encode(),
    "utf16.txt": lambda name: _text(name).encode("utf-16"),
    "windows-1258.txt": lambda name: windows_1258(_text(name)),
    "thu.eml": _eml,
    "anh.png": _image("PNG"),
    "anh.jpg": _image("JPEG"),
    "anh.tiff": _image("TIFF"),
    "nen.zip": _zip,
    "tap.jsonl": _jsonl,
}
SCANNED = ("pdf-quet.pdf", "anh.png", "anh.jpg", "anh.tiff")


def write_every_format(folder: Path) -> Path:
    """The folder with all of `FILES`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in FILES.items():
        (folder / name).write_bytes(make(name.split(".")[0]))
    return folder
