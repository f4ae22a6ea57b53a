"""Letting the rows of old releases go, and the vectors that no row needs any more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, CursorResult, delete, exists, or_, select, update

from knowledge import tables as t

# Vectors that never had a row may be those of an ingest that still runs, or that died and will be taken up again.
_UNUSED_VECTORS_STAY = timedelta(days=7)


def drop_releases(db: Connection, keep: int, active: int) -> tuple[int, ...]:
    """Mark every release but the newest `keep` and the active one as gone; their numbers."""
    there = select(t.releases.c.number).where(t.releases.c.gone_at.is_(None)).order_by(t.releases.c.number.desc())
    gone = sorted(set(list(db.execute(there).scalars())[keep:]) - {active})
    db.execute(update(t.releases).where(t.releases.c.number.in_(gone)).values(gone_at=datetime.now(UTC)))
    return tuple(gone)


def delete_unneeded(db: Connection) -> tuple[int, int, int]:
    """Delete what no release needs that is still there; how many documents, chunks and vectors."""
    held_before = select(t.chunks.c.vector_digest).where(~_needed(t.chunks))
    held = select(t.chunks.c.vector_digest).where(_needed(t.chunks))
    long_unused = or_(t.vectors.c.made_at.is_(None), t.vectors.c.made_at < datetime.now(UTC) - _UNUSED_VECTORS_STAY)
    vectors = delete(t.vectors).where(t.vectors.c.digest.not_in(held), or_(t.vectors.c.digest.in_(held_before), long_unused))
    deleted = _count(db.execute(vectors))
    documents, chunks = (_count(db.execute(delete(table).where(~_needed(table)))) for table in (t.documents, t.chunks))
    return documents, chunks, deleted


def _needed(table: Any) -> ColumnElement[bool]:
    """The rows that some release holds that is still there."""
    number = t.releases.c.number
    inside = (number >= table.c.from_release, or_(table.c.to_release.is_(None), number < table.c.to_release))
    return exists().where(t.releases.c.gone_at.is_(None), *inside)


def _count(done: CursorResult[Any]) -> int:
    return int(done.rowcount)
