"""Word 97–2003, without Word or LibreOffice: the text in pieces, and the font of each run, from the OLE streams.

After [MS-DOC]: the FIB at the start of the stream says where the tables stand. Fonts come from the properties of
characters and from the styles; outline levels and the rows of tables from those of paragraphs.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from ingest.models import RawDocument, Refused, Unreadable
from ingest.readers.doc_builder import Builder
from ingest.readers.doc_properties import (
    FONT,
    HIDDEN,
    OUTLINE,
    REMOVED,
    STYLE,
    Ranges,
    of_characters,
    of_paragraphs,
    style_fonts_and_levels,
)
from ingest.readers.doc_text import HURT, Piece, font_names, pieces, read_ranges
from ingest.readers.parts import Part, document

_OLDEST = 0xC1
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_STYLES, _CHARACTERS, _PARAGRAPHS, _FONTS, _PIECES = 0xA2, 0xFA, 0x102, 0x112, 0x1A2
_ENDS, _FIELDS = "\r\x07\x0c", "\x13\x14\x15"
_SIGNS = {0x1E: "-", 0x1F: "\xad", 0x0B: "\n", 0xA0: "\xa0", 0x09: "\t"}


def read(path: Path) -> Iterator[RawDocument]:
    """One document: the main text, its footnotes and text boxes; no headers or footers."""
    import olefile

    try:
        with olefile.OleFileIO(str(path)) as ole:
            main = ole.openstream("WordDocument").read()
            flags = struct.unpack_from("<H", main, 0x0A)[0]
            if flags & _ENCRYPTED:
                raise Refused("Tệp Word đặt mật khẩu. Hãy bỏ mật khẩu rồi nạp lại.")
            if struct.unpack_from("<H", main, 2)[0] < _OLDEST:
                raise Unreadable("Tệp thuộc Word 6.0/95, quá cũ để đọc. Hãy mở bằng Word và lưu thành .docx.")
            table = ole.openstream("1Table" if flags & _SECOND_TABLE else "0Table").read()
        parts = _Word(main, table).parts()
    except (struct.error, IndexError, KeyError, OSError, UnicodeDecodeError) as error:
        raise Unreadable(HURT) from error
    yield document(parts, path.stem)


class _Word:
    """The two streams, and what is looked up in them."""

    def __init__(self, main: bytes, table: bytes) -> None:
        self._main, self._table = main, table
        self._pieces = list(pieces(self._area(_PIECES)))
        self._fonts = font_names(self._area(_FONTS))
        self._style_fonts, self._style_levels = style_fonts_and_levels(self._area(_STYLES))
        self._characters = Ranges.read(main, self._area(_CHARACTERS), of_characters)
        self._paragraphs = Ranges.read(main, self._area(_PARAGRAPHS), of_paragraphs)

    def _area(self, at: int) -> bytes:
        """The bytes of the table stream that the FIB names at `at`."""
        start, size = struct.unpack_from("<II", self._main, at)
        return self._table[start : start + size]

    def parts(self) -> list[Part]:
        """Paragraphs and tables; \\r ends a paragraph, \\x07 a cell or a row, \\x13…\\x14…\\x15 enclose a field."""
        build = Builder()
        for text, offset in self._runs():
            marks = dict(self._characters.at(offset))
            if marks.get(HIDDEN) or marks.get(REMOVED):
                text = "".join(c for c in text if c in _ENDS + _FIELDS)
            self._feed(build, text, offset, marks.get(FONT))
        return build.finish()

    def _runs(self) -> Iterator[tuple[str, int]]:
        """Text of one formatting each, with the byte offset it starts at."""
        for piece in self._pieces:
            for part in read_ranges(self._main):
                yield from self._piece_runs(piece, max(piece.start, part.start), min(piece.end, part.stop))

    def _piece_runs(self, piece: Piece, at: int, end: int) -> Iterator[tuple[str, int]]:
        while at < end:
            offset = piece.offset + (at - piece.start) * piece.width
            until = self._characters.end(offset)
            room = end - at if until is None else (until - offset) // piece.width
            stop = max(at + 1, min(end, at + room))
            yield piece.text(self._main, at, stop), offset
            at = stop

    def _feed(self, build: Builder, text: str, offset: int, font: int | None) -> None:
        held = ""
        paragraph = dict(self._paragraphs.at(offset))
        style = paragraph.get(STYLE, 0)
        name = self._name(font if font is not None else self._style_fonts.get(style, 0))
        for character in text:
            if character in _ENDS:
                build.add(held, name)
                held = ""
                build.end(character, paragraph, self._level(paragraph))
            elif character in _FIELDS:
                build.add(held, name)
                held = ""
                build.field(character)
            elif ord(character) >= 32 or ord(character) in _SIGNS:
                held += _SIGNS.get(ord(character), character)
        build.add(held, name)

    def _name(self, font: int) -> str:
        return self._fonts[font] if 0 <= font < len(self._fonts) else ""

    def _level(self, paragraph: dict[int, int]) -> int:
        outline = paragraph.get(OUTLINE)
        return outline + 1 if outline is not None and outline < 9 else self._style_levels.get(paragraph.get(STYLE, 0), 0)
