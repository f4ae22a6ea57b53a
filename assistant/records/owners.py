"""Which processes are at work, so that what a dead one held is taken over.

A row of the inbox or outbox that a process works on carries its name. A process says that it lives by a row of its
own, renewed all the time, and by a lock on a file, which the kernel lets go of at the very moment of its death: others
on the same machine need not wait for the row to expire.

What a dead process held is handed back, except a message whose bytes may already have left: it becomes `unknown`, and
nobody sends it again.
"""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, delete, insert, select, update

from assistant.records import channel_tables as t
from assistant.records.writing import writing

VALID_FOR = timedelta(seconds=20)
log = structlog.get_logger(__name__)


class Owner:
    """This process, as the tables know it."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.name = f"{os.getpid()}-{secrets.token_hex(8)}"
        self._engine = engine
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(folder / f"{self.name}.alive")
        self._lock.acquire()
        self.beat()

    def beat(self) -> None:
        """Say that this process lives."""
        until = datetime.now(UTC) + VALID_FOR
        with writing(self._engine) as db:
            if not db.execute(update(t.owners).where(t.owners.c.owner == self.name).values(alive_until=until)).rowcount:
                db.execute(insert(t.owners).values(owner=self.name, alive_until=until))

    def take_over(self) -> int:
        """Hand back what dead processes held; how many of them there were."""
        with self._engine.connect() as db:
            others = db.execute(select(t.owners).where(t.owners.c.owner != self.name)).all()
        now = datetime.now(UTC).replace(tzinfo=None)
        dead = [row.owner for row in others if row.alive_until.replace(tzinfo=None) < now or self._dead_here(row.owner)]
        for name in dead:
            with writing(self._engine) as db:
                _hand_back(db, name)
            (self._folder / f"{name}.alive").unlink(missing_ok=True)
            log.warning("took_over_from_dead_process", owner=name)
        return len(dead)

    def leave(self) -> None:
        """Stop working: hand everything back and go."""
        with writing(self._engine) as db:
            _hand_back(db, self.name)
        self._lock.release()
        (self._folder / f"{self.name}.alive").unlink(missing_ok=True)

    def _dead_here(self, name: str) -> bool:
        """Whether this was a process of this machine (of this data folder) whose lock nobody holds any more."""
        path = self._folder / f"{name}.alive"
        if not path.exists():
            return False
        lock = FileLock(path)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return False
        lock.release()
        return True


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
