"""The quarantine: documents that were read but are not published until a person approves them.

A record belongs to the content it was made for. Approval stays with it for good, as a proof of who let what pass;
a record that nobody approved goes when its document is published otherwise, changed, or gone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, delete, select, update

from knowledge.database import insert_new
from knowledge.rows import utc
from knowledge.tables import quarantine as t


@dataclass(frozen=True, slots=True)
class Held:
    """A document in quarantine. `content` tells its content from every other; `findings` say why it is here."""

    content: str
    document_id: str
    path: str
    title: str
    digest: str
    findings: tuple[Mapping[str, Any], ...]
    held_at: datetime
    approved_at: datetime | None = None
    approved_by: str | None = None


class Quarantine:
    """The records of one catalogue."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def waiting(self) -> list[Held]:
        """Those that nobody approved yet, the longest waiting first."""
        return self._read(t.c.approved_at.is_(None))

    def approvals(self) -> list[Held]:
        """Those that somebody approved, the first first."""
        return self._read(t.c.approved_at.is_not(None))

    def keep(self, held: Sequence[Held], gone: Collection[str] = ()) -> None:
        """Store new records. Waiting ones of the same documents, and those of `gone` document ids, are dropped."""
        rows = [{name: getattr(one, name) for name in Held.__dataclass_fields__} for one in held]
        rows = [{**row, "findings": [dict(finding) for finding in row["findings"]]} for row in rows]
        stale = {*gone, *(one.document_id for one in held)}
        with self._engine.begin() as db:
            for document_id in stale:
                db.execute(delete(t).where(t.c.document_id == document_id, t.c.approved_at.is_(None)))
            if rows:
                db.execute(insert_new(self._engine, t), rows)

    def approve(self, content: str, by: str) -> None:
        """Note that this person lets this content pass, under whatever document ids it waits."""
        waiting = (t.c.content == content, t.c.approved_at.is_(None))
        with self._engine.begin() as db:
            db.execute(update(t).where(*waiting).values(approved_at=datetime.now(UTC), approved_by=by))

    def _read(self, condition: Any) -> list[Held]:
        with self._engine.connect() as db:
            rows = db.execute(select(t).where(condition).order_by(t.c.held_at, t.c.document_id)).mappings()
            return [_with_zone(Held(**{**row, "findings": tuple(row["findings"])})) for row in rows]


def _with_zone(held: Held) -> Held:
    moments: dict[str, Any] = {name: utc(moment) for name in ("held_at", "approved_at") if (moment := getattr(held, name))}
    return replace(held, **moments)
