"""Files that are broken, lie, or mean harm; each with a word of the reason that a clerk must read, or None when it is readable."""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.support.every_format import FILES
from tests.support.word97 import ole

GIGABYTE = 1 << 30
PAGE = b"BT /F1 18 Tf 72 720 Td (Thong bao so 5 ve tap huan tri tue nhan tao tai tinh An Giang) Tj ET"


def good(name: str) -> bytes:
    """A readable file of `FILES`."""
    return FILES[name](name.split(".")[0])


def pdf(*, catalog: bytes = b"", content: bytes = PAGE, filters: bytes = b"", objects: int = 0) -> bytes:
    """A PDF of one page, with more in its catalog, another content stream, or many objects that nothing needs."""
    own = [
        b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), filters, content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, offsets, at = [b"%PDF-1.4\n"], [], 9
    for number, body in enumerate([*own, *([b"[1]"] * objects)], start=1):
        written = b"%d 0 obj%sendobj\n" % (number, body)
        offsets.append(at)
        at += len(written)
        out.append(written)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
    return b"".join([*out, head, table, b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(offsets) + 1, at)])


def packed(members: dict[str, bytes]) -> bytes:
    """A zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return out.getvalue()


def with_member(name: str, member: str, data: bytes) -> bytes:
    """An office file of `FILES` with one of its members replaced."""
    with zipfile.ZipFile(io.BytesIO(good(name))) as before:
        return packed({each: data if each == member else before.read(each) for each in before.namelist()})


def locked_zip() -> bytes:
    """A zip whose member says it is encrypted."""
    data = bytearray(packed({"a.txt": b"khoa" * 40}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    return bytes(data)


def locked_pdf() -> bytes:
    """A PDF that opens with a password only."""
    from fpdf import FPDF

    made = FPDF()
    made.set_encryption(owner_password="chu", user_password="khach")
    made.set_font("helvetica", size=12)
    made.add_page()
    made.cell(text="bi mat")
    return bytes(made.output())


def _laughs() -> bytes:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{lines}]><x>&a9;</x>'.encode()


def _deep() -> bytes:
    head = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    return head + b"<w:p>" * 100_000 + b"</w:p>" * 100_000 + b"</w:document>"


BAD: dict[str, tuple[Callable[[], bytes], str | None]] = {
    "khoa.pdf": (locked_pdf, "mật khẩu"),
    "khoa.docx": (lambda: ole({"EncryptedPackage": b"?", "EncryptionInfo": b"?"}), "mật khẩu"),
    "khoa.zip": (locked_zip, "mật khẩu"),
    "cut.pdf": (lambda: good("pdf-chu.pdf")[:2000], "cắt cụt"),
    "cut.docx": (lambda: good("word.docx")[:-400], "cắt cụt"),
    "cut.xlsx": (lambda: good("bang.xlsx")[:1500], "cắt cụt"),
    "cut.doc": (lambda: good("word-97.doc")[:1400], "cắt cụt"),
    "cut.xls": (lambda: good("bang-97.xls")[:3000], "cắt cụt"),
    "cut.jpg": (lambda: good("anh.jpg")[:900], "cắt cụt"),
    "cut.tiff": (lambda: good("anh.tiff")[:2000], "cắt cụt"),
    "trong.docx": (lambda: b"", "trống"),
    "mo-ta-sai.doc": (lambda: pdf(), None),
    "dao-cu.pdf": (lambda: b"MZ\x90\0" * 200, "không phải PDF"),
    "bom.zip": (lambda: packed({"to.txt": bytes(60 << 20)}), "phình"),
    "nhieu.zip": (lambda: packed({f"{n}.txt": b"" for n in range(2_100)}), "2100 tệp"),
    "leo-thang.zip": (lambda: packed({"../../etc/passwd": b"x", "tot.txt": b"x"}), "không an toàn"),
    "bom.docx": (lambda: with_member("word.docx", "word/document.xml", _laughs()), "DOCTYPE"),
    "bom.xlsx": (lambda: with_member("bang.xlsx", "xl/workbook.xml", _laughs()), "DOCTYPE"),
    "bom.pptx": (lambda: with_member("trinh-chieu.pptx", "ppt/presentation.xml", _laughs()), "DOCTYPE"),
    "sau.docx": (lambda: with_member("word.docx", "word/document.xml", _deep()), "bị hỏng"),
    "chay-lenh.pdf": (lambda: pdf(catalog=b"/OpenAction<</S/JavaScript/JS(while\\(true\\){})>>"), None),
    "trieu-muc.pdf": (lambda: pdf(objects=1_000_000), None),
    "bom.pdf": (lambda: pdf(content=zlib.compress(zlib.compress(bytes(300 << 20))), filters=b"/Filter[/FlateDecode/FlateDecode]"), ""),
}


def write_bad_files(folder: Path) -> Path:
    """The folder with all of `BAD`, a gigabyte that takes no room on the disk, a pipe, and a link that leads out."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (make, _) in BAD.items():
        (folder / name).write_bytes(make())
    with (folder / "lon.pdf").open("wb") as stream:
        stream.truncate(GIGABYTE)
    os.mkfifo(folder / "ong.txt")
    (folder / "ra-ngoai.txt").symlink_to("/etc/hostname")
    return folder
