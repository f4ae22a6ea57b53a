"""What staff corrected of a document, and which documents they took out for good: kept beside the catalogue, by document id.

A correction counts more than anything the file says, for files, links and members of archives alike, and it stays when the
file comes again. Until an ingest run has taken it over, it is pending.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update

from knowledge.rows import utc
from knowledge.tables import corrections as t


@dataclass(frozen=True, slots=True)
class Correction:
    """`stated` are names and values as in a sidecar; `retired` keeps the document out. `applied_at` is None while it is pending."""

    document_id: str
    path: str
    stated: Mapping[str, Any]
    retired: bool
    changed_at: datetime
    changed_by: str
    applied_at: datetime | None = None

    @property
    def pending(self) -> bool:
        """Whether the document must be read again because of it."""
        return self.applied_at is None or self.applied_at < self.changed_at


class CorrectedMeanwhile(RuntimeError):
    """Somebody else corrected the document after it was looked at. `now` is what holds."""

    def __init__(self, now: Correction | None) -> None:
        super().__init__("corrected meanwhile")
        self.now = now


class Corrections:
    """The corrections of one catalogue. A document that nobody corrected has no row."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> dict[str, Correction]:
        """By document id."""
        with self._engine.connect() as db:
            return {row.document_id: _correction(row) for row in db.execute(select(t))}

    def of(self, document_id: str) -> Correction | None:
        """That of one document."""
        with self._engine.connect() as db:
            row = db.execute(select(t).where(t.c.document_id == document_id)).first()
        return _correction(row) if row else None

    def put(
        self, document_id: str, path: str, by: str, seen: Correction | None, *, stated: Mapping[str, Any], retired: bool = False
    ) -> Correction:
        """Correct a document from its next reading on. `seen` is what the person who corrects it looked at.

        Raises:
            CorrectedMeanwhile: it is no longer what they looked at; nothing is changed.
        """
        new = Correction(document_id, path, stated, retired, datetime.now(UTC), by, seen.applied_at if seen else None)
        with self._engine.begin() as db:
            if db.dialect.name == "sqlite":
                db.exec_driver_sql("BEGIN IMMEDIATE")
            row = db.execute(select(t).where(t.c.document_id == document_id).with_for_update()).first()
            now = _correction(row) if row else None
            if (now and now.changed_at) != (seen and seen.changed_at):
                raise CorrectedMeanwhile(now)
            _write(db, new)
        return new

    def undo(self, mine: Correction, before: Correction | None) -> None:
        """Let hold what held before a correction, unless that was changed meanwhile."""
        same = (t.c.document_id == mine.document_id, t.c.changed_at == mine.changed_at)
        with self._engine.begin() as db:
            if db.execute(delete(t).where(*same)).rowcount and before:
                _write(db, before)

    def settle(self, applied: Iterable[Correction]) -> None:
        """Note that what these say is published, unless they were changed meanwhile; those that say nothing any more go."""
        with self._engine.begin() as db:
            for one in applied:
                same = (t.c.document_id == one.document_id, t.c.changed_at == one.changed_at)
                if one.stated or one.retired:
                    db.execute(update(t).where(*same).values(applied_at=datetime.now(UTC)))
                else:
                    db.execute(delete(t).where(*same))


def _write(db: Connection, one: Correction) -> None:
    """In the place of what was there."""
    db.execute(delete(t).where(t.c.document_id == one.document_id))
    row = {name: getattr(one, name) for name in Correction.__dataclass_fields__}
    db.execute(insert(t).values({**row, "stated": dict(one.stated)}))


def _correction(row: Any) -> Correction:
    applied = utc(row.applied_at) if row.applied_at else None
    return Correction(row.document_id, row.path, row.stated, bool(row.retired), utc(row.changed_at), row.changed_by, applied)
