"""Properties in a Word 97 file, after [MS-DOC]: single modifiers (§2.6), the 512-byte pages that tell which text has
which (FKP, §2.9.33 and §2.9.175), and styles with the fonts and levels they bring (STSH, §2.9.271).
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

FONT, HIDDEN, REMOVED = 0x4A4F, 0x083C, 0x0800
STYLE, OUTLINE, IN_TABLE, ROW_END = 0x4600, 0x2640, 0x2416, 0x2417
_TABLE_DEFINITION = 0xD608
_OPERAND_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_PAGE = 512

Modifiers = list[tuple[int, int]]


def modifiers(data: bytes) -> Iterator[tuple[int, int]]:
    """(code, operand) of property modifiers (sprm); operands longer than four bytes are passed over as 0."""
    at = 0
    while at + 2 < len(data):
        code = struct.unpack_from("<H", data, at)[0]
        kind = code >> 13
        size = _OPERAND_SIZES.get(kind, 0)
        at += 2
        if kind == 6:
            long = code == _TABLE_DEFINITION and at + 2 <= len(data)
            size = 1 + (struct.unpack_from("<H", data, at)[0] if long else data[at])
            yield code, 0
        else:
            yield code, int.from_bytes(data[at : at + size], "little")
        at += size


@dataclass(frozen=True, slots=True)
class Ranges:
    """From which byte offset on which modifiers hold."""

    starts: list[int]
    found: list[Modifiers]

    @classmethod
    def read(cls, main: bytes, pages: bytes, entry: Callable[[bytes, int, int], Modifiers]) -> Ranges:
        """Gather the pages that `pages` (a PLC) names; `entry` takes one run's modifiers out of a page."""
        count = (len(pages) - 4) // 8
        rows: list[tuple[int, Modifiers]] = []
        for number in struct.unpack_from(f"<{count}I", pages, 4 * (count + 1)):
            page = main[(number & 0x3FFFFF) * _PAGE : (number & 0x3FFFFF) * _PAGE + _PAGE]
            runs = page[_PAGE - 1]
            rows += ((start, entry(page, runs, i)) for i, start in enumerate(struct.unpack_from(f"<{runs}I", page)))
        rows.sort(key=lambda row: row[0])
        return cls([start for start, _ in rows], [found for _, found in rows])

    def at(self, offset: int) -> Modifiers:
        """What holds at a byte offset."""
        index = bisect_right(self.starts, offset) - 1
        return self.found[index] if index >= 0 else []

    def end(self, offset: int) -> int | None:
        """Where what holds there ends; None when nothing follows."""
        index = bisect_right(self.starts, offset)
        return self.starts[index] if index < len(self.starts) else None


def of_characters(page: bytes, runs: int, i: int) -> Modifiers:
    """The modifiers of run `i` on a page of character properties."""
    at = page[4 * (runs + 1) + i] * 2
    return list(modifiers(page[at + 1 : at + 1 + page[at]])) if at else []


def of_paragraphs(page: bytes, runs: int, i: int) -> Modifiers:
    """The style and the modifiers of run `i` on a page of paragraph properties."""
    at = page[4 * (runs + 1) + 13 * i] * 2
    if not at:
        return []
    size, start = (page[at] * 2 - 1, at + 1) if page[at] else (page[at + 1] * 2, at + 2)
    return [(STYLE, struct.unpack_from("<H", page, start)[0]), *modifiers(page[start + 2 : start + size])]


def style_fonts_and_levels(sheet: bytes) -> tuple[dict[int, int], dict[int, int]]:
    """The font of each style, that of its base where it has none, and the level of each heading's."""
    header = struct.unpack_from("<H", sheet)[0]
    count, base_size = struct.unpack_from("<HH", sheet, 2)
    default = struct.unpack_from("<H", sheet, 2 + 12)[0]
    at, fonts, bases, levels = 2 + header, dict[int, int](), dict[int, int](), dict[int, int]()
    for index in range(count):
        size = struct.unpack_from("<H", sheet, at)[0]
        style = sheet[at + 2 : at + 2 + size]
        at += 2 + size
        if size < base_size:
            continue
        identity, kind_base, parts = struct.unpack_from("<HHH", style)
        bases[index] = kind_base >> 4
        if 1 <= (identity & 0xFFF) <= 9:
            levels[index] = identity & 0xFFF
        for font in _style_fonts(style, base_size, kind_base & 0xF, parts & 0xF):
            fonts[index] = font
    return {index: _inherited(index, bases, fonts, default) for index in bases}, levels


def _inherited(style: int, bases: dict[int, int], fonts: dict[int, int], default: int) -> int:
    seen = set[int]()
    while style in bases and style not in fonts and style not in seen:
        seen.add(style)
        style = bases[style]
    return fonts.get(style, default)


def _style_fonts(style: bytes, base_size: int, kind: int, count: int) -> Iterator[int]:
    at = base_size + 2 + 2 * struct.unpack_from("<H", style, base_size)[0] + 2
    for index in range(count):
        at += at % 2
        if at + 2 > len(style):
            return
        size = struct.unpack_from("<H", style, at)[0]
        if (kind, index) in ((1, 1), (2, 0)):
            yield from (value for code, value in modifiers(style[at + 2 : at + 2 + size]) if code == FONT)
        at += 2 + size
