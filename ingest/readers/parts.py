"""What the readers of word processors and sheets have in common: runs of text in a font, paragraphs, tables.

A reader only walks its format and yields parts; here the fonts are decoded, the text is cleaned, and tables
become blocks in which every row names its columns, so that a row understands itself when quoted alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.models import Block, RawDocument, Refused
from ingest.readers.legacy import Fonts
from ingest.readers.tables import is_layout, row_groups
from knowledge.language.normalise import clean

_BULLET = re.compile(r"^(?:[-–—•*+·▪●○‣∙]|o(?=\s\s)|[\uf000-\uf0ff])\s*(?=[\w(“\"‘'])")
_WORD = re.compile(r"\w")
_INNER_BREAK = re.compile(r"[\x0b\u2028]")


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one font, still in that font's codes."""

    text: str
    font: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`level` > 0 marks a heading."""

    runs: tuple[Run, ...]
    level: int = 0
    item: bool = False
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells of paragraphs."""

    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...]
    page: int | None = None


Part = Paragraph | Table


def document(parts: Sequence[Part], name: str, *, title: str = "") -> RawDocument:
    """The document these parts make.

    Raises:
        Refused: there is no text in them.
    """
    fonts = Fonts((run.font, run.text) for run in _runs(parts))
    blocks = tuple(block for part in parts for block in _blocks(part, fonts))
    if not blocks:
        raise Refused("Tệp không có chữ nào đọc được.")
    return RawDocument(clean(title), blocks, {"file_name": name})


def _runs(parts: Iterable[Part]) -> Iterator[Run]:
    for part in parts:
        if isinstance(part, Paragraph):
            yield from part.runs
        else:
            yield from _runs(p for row in part.rows for cell in row for p in cell)


def _blocks(part: Part, fonts: Fonts) -> Iterator[Block]:
    if isinstance(part, Table):
        yield from _table_blocks(part, fonts)
    elif (text := _text(part, fonts)) and _WORD.search(text):
        yield as_block(text, part)


def as_block(text: str, part: Paragraph) -> Block:
    """A paragraph's text as heading, item or text; a typed bullet becomes a dash."""
    if part.level:
        return Block(text.replace("\n", " "), "heading", part.level, part.page)
    if part.item or _BULLET.match(text):
        return Block("- " + _BULLET.sub("", text), "item", 0, part.page)
    return Block(text, page=part.page)


def _text(paragraph: Paragraph, fonts: Fonts) -> str:
    joined: list[list[str]] = []
    for run in paragraph.runs:
        if joined and joined[-1][0] == run.font:
            joined[-1][1] += run.text
        else:
            joined.append([run.font, run.text])
    return clean(_INNER_BREAK.sub("\n", "".join(fonts.decode(font, text) for font, text in joined)).replace("\t", " "))


def _table_blocks(table: Table, fonts: Fonts) -> Iterator[Block]:
    rows = [[[t for p in cell if (t := _text(p, fonts))] for cell in row] for row in table.rows]
    texts = [["\n".join(cell) for cell in row] for row in rows]
    if is_layout(texts):
        for row in table.rows:
            yield from (block for cell in row for paragraph in cell for block in _blocks(paragraph, fonts))
        return
    for group in row_groups(texts):
        yield Block(group, page=table.page)
