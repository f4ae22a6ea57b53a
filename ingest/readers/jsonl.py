"""A corpus in JSON lines: one document a line with `id`, `title`, `text`, and optional metadata."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.models import Block, RawDocument, Refused
from ingest.readers.decoding import read_text
from ingest.readers.text import text_blocks
from knowledge.language.normalise import clean

_METADATA = (
    *("kind", "number", "issuer", "signer", "issued_on", "effective_from", "effective_to"),
    *("replaced_by", "province", "url", "form", "aliases"),
)
_LONGEST_HEADING = 200


def read(path: Path) -> Iterator[RawDocument | Refused]:
    """Every line as a document; a bad line is refused with its number, and the next ones are read."""
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.strip():
            try:
                yield _document(number, line)
            except Refused as refused:
                yield refused


def _document(number: int, line: str) -> RawDocument:
    try:
        row = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise Refused(f"Dòng {number} không phải JSON đúng: {getattr(error, 'msg', 'lồng nhau quá sâu')}.") from error
    if not isinstance(row, dict):
        raise Refused(f"Dòng {number} phải là một đối tượng JSON có các mục id, title, text.")
    row = {key: clean(value) if isinstance(value, str) else value for key, value in row.items()}
    if not all(isinstance(row.get(key), str) and row[key] for key in ("id", "title", "text")):
        raise Refused(f"Dòng {number} thiếu một trong các mục bắt buộc: id, title, text.")
    metadata: dict[str, Any] = {key: row[key] for key in _METADATA if row.get(key)}
    return RawDocument(row["title"], _with_heading(text_blocks(row["text"])), metadata, document_id=row["id"])


def _with_heading(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """A short first paragraph without an end mark is the heading of what follows, as in articles of law."""
    first = blocks[0].text
    if len(blocks) > 1 and len(first) <= _LONGEST_HEADING and not first.endswith((".", ";", ":", "?")) and "\n" not in first:
        return (Block(first, "heading", 1), *blocks[1:])
    return blocks
