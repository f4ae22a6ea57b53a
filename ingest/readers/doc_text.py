"""The text of a Word 97 file in pieces (CLX, §2.9.38 of [MS-DOC]), each of CP1252 or UTF-16, and its fonts' names."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.models import Unreadable

HURT = "Tệp Word (.doc) bị hỏng hoặc bị cắt cụt. Hãy mở lại bằng Word và lưu thành tệp mới."
_NARROW = 0x40000000


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters `start`..`end` of the text, at byte `offset`, `width` bytes each."""

    start: int
    end: int
    offset: int
    width: int

    def text(self, main: bytes, start: int, stop: int) -> str:
        """Characters `start`..`stop` of the text.

        Raises:
            Unreadable: the file is shorter than it says.
        """
        at = self.offset + (start - self.start) * self.width
        data = main[at : at + (stop - start) * self.width]
        if len(data) < (stop - start) * self.width:
            raise Unreadable(HURT)
        return data.decode("latin-1" if self.width == 1 else "utf-16-le", "replace")


def pieces(clx: bytes) -> Iterator[Piece]:
    """The pieces of the text in order.

    Raises:
        Unreadable: there is no table of pieces.
    """
    at = 0
    while clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if clx[at] != 2:
        raise Unreadable(HURT)
    table = clx[at + 5 : at + 5 + struct.unpack_from("<I", clx, at + 1)[0]]
    count = (len(table) - 4) // 12
    bounds = struct.unpack_from(f"<{count + 1}I", table)
    for i in range(count):
        packed = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * i + 2)[0]
        offset = packed & (_NARROW - 1)
        yield Piece(bounds[i], bounds[i + 1], offset // 2 if packed & _NARROW else offset, 1 if packed & _NARROW else 2)


def font_names(table: bytes) -> list[str]:
    """SttbfFfn (§2.9.286): each entry has its length first and its name, in UTF-16, at byte 40."""
    names: list[str] = []
    at = 4
    while at < len(table):
        size = table[at] + 1
        names.append(table[at + 40 : at + size].decode("utf-16-le", "replace").split("\0")[0])
        at += size
    return names


def read_ranges(main: bytes) -> Iterator[range]:
    """Which characters are read: the main text, footnotes, endnotes and text boxes; not headers and comments."""
    text, footnotes, headers, _, comments, endnotes, boxes = struct.unpack_from("<7i", main, 0x4C)
    yield range(text + footnotes)
    start = text + footnotes + headers + comments
    yield range(start, start + endnotes + boxes)
