"""Word 97–2003, without Word or LibreOffice: the text in pieces, and the font of each run, from the OLE streams.

After [MS-DOC]: the FIB says where the piece table (CLX, §2.9.38) stands; a piece is CP1252 or UTF-16. Fonts come from
the character properties (CHPX in 512-byte FKP pages, §2.9.33) and the styles' defaults; outline levels and table
rows from the paragraph properties (PAPX).
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.models import RawDocument, Refused, Unreadable
from ingest.readers.parts import Paragraph, Part, Run, Table, document

_HURT = "Tệp Word (.doc) bị hỏng hoặc bị cắt cụt. Hãy mở lại bằng Word và lưu thành tệp mới."
_FONT, _HIDDEN, _REMOVED, _PICTURE = 0x4A4F, 0x083C, 0x0800, 0x0855
_STYLE, _OUTLINE, _IN_TABLE, _ROW_END = 0x4600, 0x2640, 0x2416, 0x2417
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_SIGNS = {0x1E: "-", 0x1F: "\xad", 0x0B: "\n", 0xA0: "\xa0", 0x09: "\t"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters `start`..`end` of the text, at byte `offset`, `width` bytes each."""

    start: int
    end: int
    offset: int
    width: int


def read(path: Path) -> Iterator[RawDocument]:
    """One document: the main text, its footnotes and text boxes; no headers or footers."""
    import olefile

    try:
        with olefile.OleFileIO(str(path)) as ole:
            main = ole.openstream("WordDocument").read()
            flags = struct.unpack_from("<H", main, 0x0A)[0]
            if flags & 0x0100:
                raise Refused("Tệp Word đặt mật khẩu. Hãy bỏ mật khẩu rồi nạp lại.")
            if struct.unpack_from("<H", main, 2)[0] < 0xC1:
                raise Unreadable("Tệp thuộc Word 6.0/95, quá cũ để đọc. Hãy mở bằng Word và lưu thành .docx.")
            table = ole.openstream("1Table" if flags & 0x0200 else "0Table").read()
        parts = _Word(main, table).parts()
    except (struct.error, IndexError, KeyError, OSError, UnicodeDecodeError) as error:
        raise Unreadable(_HURT) from error
    yield document(parts, path.stem)


class _Word:
    """The two streams, and what is looked up in them."""

    def __init__(self, main: bytes, table: bytes) -> None:
        self.main, self.table = main, table
        self.pieces = list(self._pieces())
        self.fonts = self._font_names()
        self.style_fonts, self.style_levels = self._styles()
        self.chpx = self._fkps(0xFA, self._chpx)
        self.papx = self._fkps(0x102, self._papx)

    def _area(self, at: int) -> bytes:
        start, size = struct.unpack_from("<II", self.main, at)
        return self.table[start : start + size]

    def _pieces(self) -> Iterator[Piece]:
        clx, at = self._area(0x1A2), 0
        while clx[at] == 1:
            at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
        if clx[at] != 2:
            raise Unreadable(_HURT)
        plc = clx[at + 5 : at + 5 + struct.unpack_from("<I", clx, at + 1)[0]]
        count = (len(plc) - 4) // 12
        bounds = struct.unpack_from(f"<{count + 1}I", plc)
        for i in range(count):
            packed = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * i + 2)[0]
            narrow = bool(packed & 0x40000000)
            offset = packed & 0x3FFFFFFF
            yield Piece(bounds[i], bounds[i + 1], offset // 2 if narrow else offset, 1 if narrow else 2)

    def _font_names(self) -> list[str]:
        """SttbfFfn (§2.9.286): each entry has its length first and its name, in UTF-16, at byte 40."""
        data, names = self._area(0x112), []
        at = 4
        while at < len(data):
            size = data[at] + 1
            names.append(data[at + 40 : at + size].decode("utf-16-le", "replace").split("\0")[0])
            at += size
        return names

    def _styles(self) -> tuple[dict[int, int], dict[int, int]]:
        """Font and heading level of each style (STSH, §2.9.271), those of its base included."""
        data = self._area(0xA2)
        header = struct.unpack_from("<H", data)[0]
        count, base_size = struct.unpack_from("<HH", data, 2)
        default = struct.unpack_from("<H", data, 2 + 12)[0]
        at, fonts, bases, levels = 2 + header, dict[int, int](), dict[int, int](), dict[int, int]()
        for index in range(count):
            size = struct.unpack_from("<H", data, at)[0]
            std = data[at + 2 : at + 2 + size]
            at += 2 + size
            if size < base_size:
                continue
            identity, kind_base, upx_count = struct.unpack_from("<HHH", std)
            bases[index] = kind_base >> 4
            if 1 <= (identity & 0xFFF) <= 9:
                levels[index] = identity & 0xFFF
            for font in self._style_fonts(std, base_size, kind_base & 0xF, upx_count & 0xF):
                fonts[index] = font
        resolved = {}
        for index in bases:
            walk, seen = index, set[int]()
            while walk in bases and walk not in fonts and walk not in seen:
                seen.add(walk)
                walk = bases[walk]
            resolved[index] = fonts.get(walk, default)
        return resolved, levels

    @staticmethod
    def _style_fonts(std: bytes, base_size: int, kind: int, count: int) -> Iterator[int]:
        name_size = struct.unpack_from("<H", std, base_size)[0]
        at = base_size + 2 + 2 * name_size + 2
        for index in range(count):
            at += at % 2
            if at + 2 > len(std):
                return
            size = struct.unpack_from("<H", std, at)[0]
            if (kind, index) in ((1, 1), (2, 0)):
                yield from (value for code, value in _sprms(std[at + 2 : at + 2 + size]) if code == _FONT)
            at += 2 + size

    def _fkps(self, at: int, entry: Any) -> tuple[list[int], list[list[tuple[int, int]]]]:
        """Where, by byte offset, which properties start."""
        plc = self._area(at)
        count = (len(plc) - 4) // 8
        starts: list[int] = []
        found: list[list[tuple[int, int]]] = []
        for page in struct.unpack_from(f"<{count}I", plc, 4 * (count + 1)):
            fkp = self.main[(page & 0x3FFFFF) * 512 : (page & 0x3FFFFF) * 512 + 512]
            runs = fkp[511]
            for i, start in enumerate(struct.unpack_from(f"<{runs}I", fkp)):
                starts.append(start)
                found.append(entry(fkp, runs, i))
        order = sorted(range(len(starts)), key=starts.__getitem__)
        return [starts[i] for i in order], [found[i] for i in order]

    @staticmethod
    def _chpx(fkp: bytes, runs: int, i: int) -> list[tuple[int, int]]:
        at = fkp[4 * (runs + 1) + i] * 2
        return list(_sprms(fkp[at + 1 : at + 1 + fkp[at]])) if at else []

    @staticmethod
    def _papx(fkp: bytes, runs: int, i: int) -> list[tuple[int, int]]:
        at = fkp[4 * (runs + 1) + 13 * i] * 2
        if not at:
            return []
        size, start = (fkp[at] * 2 - 1, at + 1) if fkp[at] else (fkp[at + 1] * 2, at + 2)
        return [(_STYLE, struct.unpack_from("<H", fkp, start)[0]), *_sprms(fkp[start + 2 : start + size])]

    @staticmethod
    def _at(table: tuple[list[int], list[list[tuple[int, int]]]], offset: int) -> list[tuple[int, int]]:
        index = bisect_right(table[0], offset) - 1
        return table[1][index] if index >= 0 else []

    def _characters(self) -> Iterator[tuple[str, int]]:
        """Text runs of one formatting each, with the byte offset they start at."""
        text, footnotes, headers, _, annotations, endnotes, boxes = struct.unpack_from("<7i", self.main, 0x4C)
        skipped = range(text + footnotes, text + footnotes + headers + annotations)
        end = text + footnotes + headers + annotations + endnotes + boxes
        bounds = self.chpx[0]
        for piece in self.pieces:
            at = piece.start
            while at < min(piece.end, end):
                offset = piece.offset + (at - piece.start) * piece.width
                index = bisect_right(bounds, offset)
                room = (bounds[index] - offset) // piece.width if index < len(bounds) else piece.end - at
                stop = max(at + 1, min(piece.end, end, at + room))
                if at in skipped or stop - 1 in skipped:
                    stop = at + 1
                if at not in skipped:
                    raw = self.main[offset : offset + (stop - at) * piece.width]
                    if len(raw) < (stop - at) * piece.width:
                        raise Unreadable(_HURT)
                    yield raw.decode("latin-1" if piece.width == 1 else "utf-16-le", "replace"), offset
                at = stop

    def parts(self) -> list[Part]:
        """Paragraphs and tables; \\r ends a paragraph, \\x07 a cell or a row, \\x13…\\x14…\\x15 enclose a field."""
        build = _Builder()
        for text, offset in self._characters():
            marks = dict(self._at(self.chpx, offset))
            if marks.get(_HIDDEN) or marks.get(_REMOVED):
                text = "".join(c for c in text if c in "\r\x07\x0c\x13\x14\x15")
            self._feed(build, text, offset, marks.get(_FONT))
        return build.finish()

    def _feed(self, build: _Builder, text: str, offset: int, font: int | None) -> None:
        held = ""
        paragraph = dict(self._at(self.papx, offset))
        style = paragraph.get(_STYLE, 0)
        name = self._name(font if font is not None else self.style_fonts.get(style, 0))
        for character in text:
            if character in "\r\x07\x0c":
                build.add(held, name)
                held = ""
                build.end(character, paragraph, self._level(paragraph))
            elif character in "\x13\x14\x15":
                build.add(held, name)
                held = ""
                build.field(character)
            elif ord(character) >= 32 or ord(character) in _SIGNS:
                held += _SIGNS.get(ord(character), character)
        build.add(held, name)

    def _name(self, font: int) -> str:
        return self.fonts[font] if 0 <= font < len(self.fonts) else ""

    def _level(self, paragraph: dict[int, int]) -> int:
        outline = paragraph.get(_OUTLINE)
        return outline + 1 if outline is not None and outline < 9 else self.style_levels.get(paragraph.get(_STYLE, 0), 0)


def _sprms(data: bytes) -> Iterator[tuple[int, int]]:
    """(code, operand) of property modifiers; operands longer than four bytes are passed over as 0."""
    at = 0
    while at + 2 < len(data):
        code = struct.unpack_from("<H", data, at)[0]
        kind = code >> 13
        size = _SIZES.get(kind, 0)
        at += 2
        if kind == 6:
            size = 1 + (struct.unpack_from("<H", data, at)[0] if code == 0xD608 and at + 2 <= len(data) else data[at])
            yield code, 0
        else:
            yield code, int.from_bytes(data[at : at + size], "little")
        at += size


class _Builder:
    """Characters to paragraphs, cells, rows, tables; of a field only its result is kept."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.runs: list[Run] = []
        self.cell: list[Paragraph] = []
        self.row: list[tuple[Paragraph, ...]] = []
        self.rows: list[tuple[tuple[Paragraph, ...], ...]] = []
        self.fields: list[bool] = []

    def add(self, text: str, font: str) -> None:
        if text and not any(self.fields):
            self.runs.append(Run(text, font))

    def field(self, mark: str) -> None:
        if mark == "\x13":
            self.fields.append(True)
        elif self.fields and mark == "\x14":
            self.fields[-1] = False
        elif self.fields:
            self.fields.pop()

    def end(self, mark: str, properties: dict[int, int], level: int) -> None:
        paragraph = Paragraph(tuple(self.runs), level)
        self.runs = []
        if mark == "\x07" and properties.get(_ROW_END):
            self.rows.append(tuple(self.row))
            self.row, self.cell = [], []
        elif mark == "\x07":
            self.row.append((*self.cell, paragraph))
            self.cell = []
        elif properties.get(_IN_TABLE):
            self.cell.append(paragraph)
        else:
            self._end_table()
            self.parts.append(paragraph)

    def _end_table(self) -> None:
        if self.cell:
            self.row.append(tuple(self.cell))
        if self.row:
            self.rows.append(tuple(self.row))
        if self.rows:
            self.parts.append(Table(tuple(self.rows)))
        self.cell, self.row, self.rows = [], [], []

    def finish(self) -> list[Part]:
        self.parts.append(Paragraph(tuple(self.runs)))
        self._end_table()
        return self.parts
