"""Which processes are at work, so that what a dead one held is taken over.

A row of the inbox or outbox that a process works on carries its name. A process says that it lives by a row of its
own, renewed all the time, and by a lock (see `knowledge/locks.py`), which is let go of at the very moment of its death:
others need not wait for the row to expire. With SQLite that is seen on the same machine, with PostgreSQL from everywhere.

What a dead process held is handed back, except a message whose bytes may already have left: it becomes `unknown`, and
nobody sends it again.
"""

from __future__ import annotations

import os
import secrets
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from sqlalchemy import Connection, Engine, delete, insert, select, update

from assistant.records import channel_tables as t
from assistant.records.writing import writing
from knowledge.locks import Locks

SILENT_SECONDS = 20.0
VALID_FOR = timedelta(seconds=SILENT_SECONDS)
log = structlog.get_logger(__name__)


class Owner:
    """This process, as the tables know it."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.name = f"{os.getpid()}-{secrets.token_hex(8)}"
        self._engine = engine
        self._signs: dict[str, tuple[datetime, float]] = {}
        self._locks = Locks(engine, folder)
        self._lock = self._locks.named(self.name)
        self._lock.acquire()
        self.beat()

    def beat(self) -> None:
        """Say that this process lives. A lock that was lost with its session is taken anew."""
        if not self._lock.held():
            self._lock.acquire(seconds=0)
        until = datetime.now(UTC) + VALID_FOR
        with writing(self._engine) as db:
            if not db.execute(update(t.owners).where(t.owners.c.owner == self.name).values(alive_until=until)).rowcount:
                db.execute(insert(t.owners).values(owner=self.name, alive_until=until))

    def take_over(self) -> int:
        """Hand back what dead processes held; how many of them there were."""
        with self._engine.connect() as db:
            others = db.execute(select(t.owners).where(t.owners.c.owner != self.name)).all()
        self._signs = {row.owner: self._sign(row.owner, row.alive_until) for row in others}
        dead = [row.owner for row in others if self._is_silent(row.owner) or self._locks.forsaken(row.owner)]
        for name in dead:
            with writing(self._engine) as db:
                _hand_back(db, name)
            self._locks.forget(name)
            log.warning("took_over_from_dead_process", owner=name)
        return len(dead)

    def _sign(self, name: str, alive_until: datetime) -> tuple[datetime, float]:
        """The last sign of life of another process, and when we saw it first: by a clock that nobody sets."""
        known = self._signs.get(name)
        return known if known and known[0] == alive_until else (alive_until, time.monotonic())

    def _is_silent(self, name: str) -> bool:
        """Whether it has given no new sign of life for too long. What the sign says is of a clock that may have jumped."""
        return time.monotonic() - self._signs[name][1] >= SILENT_SECONDS

    def leave(self) -> None:
        """Stop working: hand everything back and go."""
        with writing(self._engine) as db:
            _hand_back(db, self.name)
        self._lock.release()
        self._locks.forget(self.name)


def _hand_back(db: Connection, name: str) -> None:
    now = datetime.now(UTC)
    mine, waiting = t.outbox.c.owner == name, t.outbox.c.done_at.is_(None)
    db.execute(update(t.inbox).where(t.inbox.c.owner == name, t.inbox.c.done_at.is_(None)).values(owner=None))
    db.execute(
        update(t.outbox)
        .where(mine, waiting, t.outbox.c.state == "sending")
        .values(state="unknown", letter=None, done_at=now, problem="killed")
    )
    db.execute(update(t.outbox).where(mine, waiting).values(owner=None))
    db.execute(delete(t.owners).where(t.owners.c.owner == name))
