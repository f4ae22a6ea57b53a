"""Writing the rows of a release that is not published yet. Nothing here is seen by readers of an earlier release.

A row that the new release lacks is closed (`to_release`), one that it brings begins with it (`from_release`). After a
rollback the newest rows are not those of the active release: `carry_over` makes the new release start from the latter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, literal, select, update

from knowledge import tables as t
from knowledge.models import Chunk, Document
from knowledge.rows import CHUNK_COLUMNS, CHUNK_FIELDS, DOCUMENT_FIELDS, batches, part_of

_TABLES = (t.documents, t.chunks)


@dataclass(frozen=True, slots=True)
class Changes:
    """What an ingest wants published: documents with their chunks (new or changed), and ids of retired ones."""

    written: Sequence[tuple[Document, Sequence[Chunk]]]
    retired: Sequence[str]

    def __bool__(self) -> bool:
        return bool(self.written or self.retired)


def lock(db: Connection) -> tuple[int, int]:
    """Take the write lock for this transaction, so that those who end together queue; (active, newest published) release."""
    db.execute(update(t.active).values(release=t.active.c.release))
    row = db.execute(select(t.active.c.release, t.active.c.newest)).one()
    return row.release, max(row.release, row.newest)


def write_changes(db: Connection, changes: Changes, number: int) -> tuple[int, int]:
    """Make the open rows those of release `number`; how many documents and chunks it has. Unchanged rows are kept."""
    _retire(db, changes, number)
    for document, chunks in changes.written:
        _write(db, document, chunks, number)
    for table in _TABLES:  # carried over and changed at once: never seen by anyone
        db.execute(delete(table).where(table.c.from_release == number, table.c.to_release == number))
    documents, chunks_in_all = (
        int(db.execute(select(func.count()).select_from(table).where(part_of(table, number))).scalar_one()) for table in _TABLES
    )
    return documents, chunks_in_all


def carry_over(db: Connection, active: int, number: int) -> None:
    """Start release `number` from `active`, which is not the newest one.

    Rows that came after it end; rows that ended after it are copied, because their own interval must not grow:
    the releases in between stay what they were.
    """
    for table in _TABLES:
        db.execute(update(table).where(table.c.to_release.is_(None), table.c.from_release > active).values(to_release=number))
        columns = [c for c in table.c if c.name not in ("row_id", "from_release", "to_release")]
        ended = select(*columns, literal(number)).where(part_of(table, active), table.c.to_release.is_not(None))
        db.execute(insert(table).from_select([*(c.name for c in columns), "from_release"], ended.order_by(table.c.row_id)))


def discard(db: Connection, newest: int) -> None:
    """Undo what was built beyond the newest published release: its rows go, the rows that it closed are open again."""
    if not db.execute(select(t.releases.c.number).where(t.releases.c.number > newest)).first():
        return  # a release is built in one transaction: without its own row it left no others
    for table in _TABLES:
        db.execute(delete(table).where(table.c.from_release > newest))
        db.execute(update(table).where(table.c.to_release > newest).values(to_release=None))
    db.execute(delete(t.releases).where(t.releases.c.number > newest))


def _retire(db: Connection, changes: Changes, number: int) -> None:
    """Close the rows of retired and changed documents, except chunks that the new version holds unchanged at the same place."""
    kept = {c for _, chunks in changes.written for c in chunks}
    for some in batches([*changes.retired, *(d.document_id for d, _ in changes.written)]):
        db.execute(
            update(t.documents).where(t.documents.c.document_id.in_(some), t.documents.c.to_release.is_(None)).values(to_release=number)
        )
        open_rows = select(t.chunks.c.row_id, *CHUNK_COLUMNS).where(t.chunks.c.document_id.in_(some), t.chunks.c.to_release.is_(None))
        gone = [row_id for row_id, *chunk in db.execute(open_rows) if Chunk(*chunk) not in kept]
        for row_ids in batches(gone):
            db.execute(update(t.chunks).where(t.chunks.c.row_id.in_(row_ids)).values(to_release=number))


def _write(db: Connection, document: Document, chunks: Sequence[Chunk], number: int) -> None:
    fields = {name: getattr(document, name) for name in DOCUMENT_FIELDS}
    db.execute(insert(t.documents).values(**fields, from_release=number))
    still = select(*CHUNK_COLUMNS).where(t.chunks.c.document_id == document.document_id, t.chunks.c.to_release.is_(None))
    kept = {Chunk(*found) for found in db.execute(still)}
    rows: list[dict[str, Any]] = [
        {**{name: getattr(c, name) for name in CHUNK_FIELDS}, "vector_digest": c.digest, "from_release": number}
        for c in chunks
        if c not in kept
    ]
    if rows:
        db.execute(insert(t.chunks), rows)
