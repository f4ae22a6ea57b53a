"""Plain text: paragraphs are separated by blank lines, or by line ends where there are no blank lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from ingest.models import Block, RawDocument
from ingest.readers.decoding import read_text
from ingest.readers.wrapped import unwrapped, width_of, without_page_numbers

_ITEM = re.compile(r"^[-–•*+]\s+(?=\S)")


def read(path: Path) -> Iterator[RawDocument]:
    """One document whose title is found later from its form; the file's name stands in until then."""
    yield RawDocument("", text_blocks(read_text(path)), {"file_name": path.stem})


def text_blocks(text: str) -> tuple[Block, ...]:
    """Paragraphs and list items of plain text; lines that were broken at one width are joined."""
    lines = text.split("\n")
    if width := width_of(lines):
        lines = without_page_numbers(lines)
    spaced = any(not line.strip() for line in lines[1:-1])
    parts = [list(part) for written, part in groupby(lines, lambda line: bool(line.strip())) if written]
    if width:
        parts = [list(unwrapped(part, width)) for part in parts]
    if not spaced:
        parts = [[line] for part in parts for line in part]
    return tuple(block for part in parts for block in _paragraph("\n".join(part).strip()))


def _paragraph(part: str) -> Iterator[Block]:
    lines = part.split("\n")
    if sum(bool(_ITEM.match(line)) for line in lines) < 2 and not _ITEM.match(part):
        yield Block(part)
        return
    for line in lines:
        yield Block(_ITEM.sub("- ", line), "item") if _ITEM.match(line) else Block(line)
