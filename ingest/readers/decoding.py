"""Bytes of a text file to clean Unicode: UTF-8, UTF-16, windows-1258, and the legacy Vietnamese encodings."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from ingest.models import Refused
from ingest.readers.encodings import note, note_form
from ingest.readers.legacy import guessed_encoding
from ingest.readers.legacy_codes import CONVERT
from ingest.readers.syllable import vietnamese_share
from knowledge.language.normalise import clean

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_SAMPLE = 50_000
# Text has next to no control characters; a program or a database that passes as text is full of them.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_CONTROL_SHARE = 0.05


def read_text(path: Path) -> str:
    """The file's text, cleaned.

    Raises:
        Refused: the file is empty, or its bytes are no text in an encoding that Vietnamese is written in.
    """
    data = path.read_bytes()
    if not data.strip(b"\0 \r\n\t"):
        raise Refused("Tệp trống, không có chữ nào để đọc.")
    text = decoded(data)
    if len(_CONTROL.findall(text)) > _CONTROL_SHARE * len(text):
        raise Refused("Tệp này không phải tệp chữ (có thể là tệp chương trình hoặc dữ liệu bị đổi đuôi).")
    text = clean(text)
    if not text:
        raise Refused("Tệp không có chữ nào đọc được.")
    return text


def decoded(data: bytes) -> str:
    """The text of bytes whose encoding nobody told: by mark, as UTF-8, as bare UTF-16, else by which reading is Vietnamese."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None) or _bare_utf16(data) or "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8" and (old := _single_bytes(data)) is not None:
            return old
        raise Refused(f"Không đọc được chữ trong tệp: tệp không theo bảng mã UTF-8 (sai từ byte thứ {error.start + 1}).") from error
    guessed = guessed_encoding(text[:_SAMPLE])
    note(guessed or encoding)
    note_form(text)
    return CONVERT[guessed](text) if guessed else text


def _bare_utf16(data: bytes) -> str | None:
    """UTF-16 without its mark shows as a zero in every other byte of Latin letters and blanks."""
    head = data[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(head) % 2 or max(even, odd) * 4 < len(head) // 2:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _single_bytes(data: bytes) -> str | None:
    """One byte a letter: windows-1258, or the codes of an old font; None when none of them makes Vietnamese."""
    if b"\0" in data[:_SAMPLE]:
        return None
    surface = data.decode("cp1252", "replace") if not (declared := _DECLARED.search(data[:2048])) else data.decode("latin-1")
    texts = {"cp1258": clean(data.decode("cp1258", "replace"))}
    texts |= {name: CONVERT[name](data.decode("latin-1")) for name in ("tcvn3", "vni", "viscii", "vps")}
    named = declared is not None and declared[1].lower() in (b"windows-1258", b"cp1258")
    best = "cp1258" if named else max(texts, key=lambda name: vietnamese_share(texts[name][:_SAMPLE]))
    if named or vietnamese_share(texts[best][:_SAMPLE]) > 0.8:
        note(best)
        return texts[best]
    return surface if declared else None
