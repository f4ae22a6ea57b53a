"""Keys to a platform that have to be renewed, by one process at a time: who takes the lease may renew, the others wait.

The lease is a column, not a lock of the database: while a platform takes its time, nobody else's writing waits. It ends by
itself, so that a process that died with it stops nobody for long.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, or_, select, update

from assistant.records import channel_tables as t
from assistant.records.sealing import BrokenSeal, Seal
from assistant.records.writing import insert_new, writing


class Lease:
    """Being the one process that does something: taken when it is free, kept for as long as it is asked for. Calls block."""

    def __init__(self, credentials: Credentials, name: str, lasts: timedelta) -> None:
        self._credentials = credentials
        self._name = name
        self._lasts = lasts
        self._word = ""

    def hold(self) -> bool:
        """Whether this process is the one; it goes on being it."""
        if not (self._word and self._credentials.extend(self._name, self._word, self._lasts)):
            self._word = self._credentials.lease(self._name, self._lasts) or ""
        return bool(self._word)

    def leave(self) -> None:
        """Let another process take over at once."""
        if self._word:
            self._credentials.release(self._name, self._word)
            self._word = ""


class Credentials:
    """Read, lease, store. All calls block."""

    def __init__(self, engine: Engine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal

    def read(self, name: str) -> Any:
        """What is stored under this name; None when there is nothing that this process can open."""
        with self._engine.connect() as db:
            letter = db.execute(select(t.credentials.c.letter).where(t.credentials.c.name == name)).scalar()
        try:
            return self._seal.open(letter) if letter else None
        except BrokenSeal:
            return None

    def lease(self, name: str, lasts: timedelta) -> str | None:
        """The right to renew, for so long: a word to give back with `store` or `release`. None: somebody else has it."""
        word, now = secrets.token_hex(16), datetime.now(UTC)
        free = or_(t.credentials.c.lease.is_(None), t.credentials.c.leased_until < now)
        with writing(self._engine) as db:
            insert_new(db, t.credentials, {"name": name})
            taken = db.execute(update(t.credentials).where(t.credentials.c.name == name, free).values(lease=word, leased_until=now + lasts))
        return word if taken.rowcount else None

    def store(self, name: str, value: Any, lease: str) -> bool:
        """Keep this, sealed, and end the lease. False: the lease had run out; it is kept all the same, because a key that
        works once exists nowhere else.
        """
        with writing(self._engine) as db:
            row = t.credentials.c.name == name
            db.execute(update(t.credentials).where(row).values(letter=self._seal.close(value)))
            return bool(db.execute(update(t.credentials).where(row, t.credentials.c.lease == lease).values(lease=None)).rowcount)

    def extend(self, name: str, lease: str, lasts: timedelta) -> bool:
        """The lease lasts so long from now. False: it had run out, and somebody else has it."""
        with writing(self._engine) as db:
            mine = update(t.credentials).where(t.credentials.c.name == name, t.credentials.c.lease == lease)
            return bool(db.execute(mine.values(leased_until=datetime.now(UTC) + lasts)).rowcount)

    def release(self, name: str, lease: str) -> None:
        """End the lease; nothing has changed."""
        with writing(self._engine) as db:
            db.execute(update(t.credentials).where(t.credentials.c.name == name, t.credentials.c.lease == lease).values(lease=None))
