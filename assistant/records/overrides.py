"""What staff change while the service runs, kept over the settings and sentences of the start: name -> value.

Names are "contact_name", "answer_threshold", "text:status.blocked_abuse", "closed:telegram", "paused" and the like;
what each means and which values it takes is told in `assistant/in_force.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, select

from assistant.records import setting_tables as t
from assistant.records.followed import Followed, changed
from assistant.records.versions import Overtaken
from assistant.records.writing import upsert
from knowledge.rows import utc

_FOLLOWED_AS = "settings"


@dataclass(frozen=True, slots=True)
class Override:
    """A value with who put it there and when."""

    name: str
    value: Any
    changed_at: datetime
    changed_by: str


class Overrides:
    """Reads are cheap and may be a second old; a change is refused when it is based on something older."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._followed = Followed(engine, _FOLLOWED_AS, self._load)

    def current(self) -> Mapping[str, Override]:
        """All that differ from the start, by name. The same object as long as nothing changed."""
        return self._followed.current()

    def now(self) -> Mapping[str, Override]:
        """The same, read anew: for those who are about to change something."""
        self._followed.forget()
        return self._followed.current()

    def put(self, db: Connection, name: str, value: Any, by: str, seen: Override | None) -> Override:
        """Let this hold once the transaction is committed, in every process within seconds. `seen` is what the person who
        changes it looked at.

        Raises:
            Overtaken: it is no longer what they looked at; nothing is changed.
        """
        new = Override(name, value, datetime.now(UTC), by)
        row = {"name": name, "value": value, "changed_at": new.changed_at, "changed_by": by}
        _refuse_stale(db, name, seen)
        upsert(db, t.settings_overrides, row, row)
        changed(db, _FOLLOWED_AS)
        return new

    def drop(self, db: Connection, name: str, seen: Override | None) -> None:
        """Let what the service was started with hold again.

        Raises:
            Overtaken: it is no longer what they looked at; nothing is changed.
        """
        _refuse_stale(db, name, seen)
        db.execute(delete(t.settings_overrides).where(t.settings_overrides.c.name == name))
        changed(db, _FOLLOWED_AS)

    def _load(self) -> Mapping[str, Override]:
        with self.engine.connect() as db:
            return {row.name: _override(row) for row in db.execute(select(t.settings_overrides))}


def _refuse_stale(db: Connection, name: str, seen: Override | None) -> None:
    query = select(t.settings_overrides).where(t.settings_overrides.c.name == name).with_for_update()
    row = db.execute(query).first()
    now = _override(row) if row else None
    if (now and (now.changed_at, now.changed_by)) != (seen and (seen.changed_at, seen.changed_by)):
        raise Overtaken(dict(row._mapping) if row else None)


def _override(row: Any) -> Override:
    return Override(row.name, row.value, utc(row.changed_at), row.changed_by)
