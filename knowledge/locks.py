"""One at a time, by name: among the processes of a machine, or among all that share a PostgreSQL.

    locks = Locks(engine, folder)
    lock = locks.named("publish")
    if lock.acquire(seconds=0): …; lock.release()

With SQLite a lock is the kernel's, on a file; with PostgreSQL it is an advisory lock of a session of its own. Neither can be
left behind: it is let go of in the moment in which its holder dies. A machine that vanishes without a word is found out by the
database server, which asks its sessions for a sign of life every few seconds (see `_ASK_FOR_LIFE`).
"""

from __future__ import annotations

import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

# Server-side keepalives: after 10 + 3 x 5 seconds without a sign of life the session ends, and its locks with it.
_ASK_FOR_LIFE = ("tcp_keepalives_idle = 10", "tcp_keepalives_interval = 5", "tcp_keepalives_count = 3", "idle_session_timeout = 0")
_HELD = text(
    "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND classid = :high AND objid = :low"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
_LOOK_AGAIN = 0.05
_LONGEST_PAUSE = 1.0


class Lock(Protocol):
    """Held by one process at a time. An object is used by one thread or task at a time, not always the same."""

    def acquire(self, seconds: float | None = None) -> bool:
        """Take it, waiting at most so long (None: as long as it takes). False: somebody else has it."""

    def release(self) -> None:
        """Let go. Nothing happens when it is not held."""

    def held(self) -> bool:
        """Whether it is still ours: a session may have been lost, and the lock with it."""


class Locks:
    """The locks of those who share one database (PostgreSQL) or one folder (SQLite)."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine = engine
        self._folder = folder

    def named(self, name: str) -> Lock:
        """The lock of this name; each call gives an object of its own."""
        if self._engine.dialect.name == "postgresql":
            return _SessionLock(self._engine, name)
        return _LockedFile(self._folder / f"{name}.lock")

    def forsaken(self, name: str) -> bool:
        """Whether nobody holds this lock although somebody did: its holder is dead. False where that cannot be told."""
        if self._engine.dialect.name == "postgresql":
            high, low = divmod(key_of(name) % 2**64, 2**32)
            with self._engine.connect() as db:
                return db.scalar(_HELD, {"high": high, "low": low}) is None
        path = self._folder / f"{name}.lock"
        lock = self.named(name)
        if not path.exists() or not lock.acquire(seconds=0):
            return False
        lock.release()
        return True

    def forget(self, name: str) -> None:
        """Nobody will take this lock any more."""
        (self._folder / f"{name}.lock").unlink(missing_ok=True)


class _LockedFile:
    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(path, thread_local=False)

    def acquire(self, seconds: float | None = None) -> bool:
        try:
            self._lock.acquire(timeout=-1 if seconds is None else seconds)
        except Timeout:
            return False
        return True

    def release(self) -> None:
        self._lock.release()

    def held(self) -> bool:
        return self._lock.is_locked


class _SessionLock:
    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._key = key_of(name)
        self._session: Connection | None = None

    def acquire(self, seconds: float | None = None) -> bool:
        deadline = None if seconds is None else time.monotonic() + seconds
        pause = _LOOK_AGAIN
        session = self._open()
        try:
            while not session.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": self._key}):
                if deadline is not None and time.monotonic() >= deadline:
                    return False
                time.sleep(pause)
                pause = min(pause * 1.5, _LONGEST_PAUSE)
            self._session = session
            return True
        finally:
            if self._session is not session:
                _end(session)

    def _open(self) -> Connection:
        """A session outside of the pool: when it ends, whatever the way, the lock is free."""
        session = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        session.detach()
        for setting in _ASK_FOR_LIFE:
            session.exec_driver_sql(f"SET {setting}")
        return session

    def release(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            _end(session)

    def held(self) -> bool:
        try:
            return self._session is not None and self._session.scalar(text("SELECT 1")) == 1
        except DBAPIError:
            self.release()
            return False


def key_of(name: str) -> int:
    """The advisory lock of a name: PostgreSQL knows them by 64-bit numbers."""
    return int.from_bytes(sha256(f"tro-ly-ai:{name}".encode()).digest()[:8], "big", signed=True)


def _end(session: Connection) -> None:
    with suppress(DBAPIError):  # a session that is lost holds nothing any more
        session.close()
