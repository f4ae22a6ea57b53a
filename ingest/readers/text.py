"""Plain text: paragraphs are separated by blank lines, or by line ends where there are no blank lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ingest.models import Block, RawDocument
from ingest.readers.decoding import read_text

_ITEM = re.compile(r"^[-–•*+]\s+(?=\S)")


def read(path: Path) -> Iterator[RawDocument]:
    """One document whose title is found later from its form; the file's name stands in until then."""
    yield RawDocument("", text_blocks(read_text(path)), {"file_name": path.stem})


def text_blocks(text: str) -> tuple[Block, ...]:
    """Paragraphs and list items of plain text."""
    separator = r"\n\s*\n" if re.search(r"\n\s*\n", text) else r"\n"
    return tuple(block for part in re.split(separator, text) if part.strip() for block in _paragraph(part.strip()))


def _paragraph(part: str) -> Iterator[Block]:
    lines = part.split("\n")
    if sum(bool(_ITEM.match(line)) for line in lines) < 2 and not _ITEM.match(part):
        yield Block(part)
        return
    for line in lines:
        yield Block(_ITEM.sub("- ", line), "item") if _ITEM.match(line) else Block(line)
