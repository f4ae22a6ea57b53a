"""Between rows and the nouns: which columns make a Document or a Chunk, which rows a release has, and batches of ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_

from knowledge import tables as t
from knowledge.models import Chunk, Document, Release

DOCUMENT_FIELDS = tuple(Document.__dataclass_fields__)
CHUNK_FIELDS = tuple(Chunk.__dataclass_fields__)
CHUNK_COLUMNS = [t.chunks.c[name] for name in CHUNK_FIELDS]
_BATCH = 500


def part_of(table: Any, release: int) -> ColumnElement[bool]:
    """The rows of `table` that a reader of the release sees."""
    return and_(table.c.from_release <= release, or_(table.c.to_release.is_(None), table.c.to_release > release))


def document_of(row: Row[Any]) -> Document:
    """A row of `documents`."""
    return Document(**{name: getattr(row, name) for name in DOCUMENT_FIELDS})


def release_of(row: Row[Any]) -> Release:
    """A row of `releases`."""
    return Release(
        row.number, utc(row.published_at), row.documents, row.chunks, row.based_on, bool(row.forced), row.gone_at is not None, row.gate
    )


def utc(moment: datetime) -> datetime:
    """SQLite keeps no time zone; what is stored is UTC."""
    return moment.replace(tzinfo=moment.tzinfo or UTC)


def batches(items: Iterable[Any], size: int = _BATCH) -> Iterator[list[Any]]:
    """Lists of at most `size`; the default fits into one statement."""
    left = iter(items)
    while some := list(islice(left, size)):
        yield some
