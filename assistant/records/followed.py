"""What every process keeps in memory and follows: one row with a number is read now and then, and all of it only after a change.

texts = Followed(engine, "texts", load)     # load() reads everything
texts.current()                             # at most one row is read, at most once a second
with writing(engine) as db: …; changed(db, "texts")
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

import structlog
from sqlalchemy import Connection, Engine, bindparam, select

from assistant.records import setting_tables as t
from assistant.records.writing import upsert

SECONDS = 1.0
_NUMBER = select(t.revisions.c.number).where(t.revisions.c.name == bindparam("of"))
T = TypeVar("T")
log = structlog.get_logger(__name__)


def changed(db: Connection, name: str) -> None:
    """Tell every process, as soon as this transaction is committed."""
    upsert(db, t.revisions, {"name": name, "number": 1}, {"number": t.revisions.c.number + 1})


class Followed(Generic[T]):
    """Something that other processes change. Safe from many threads."""

    def __init__(self, engine: Engine, name: str, load: Callable[[], T], seconds: float = SECONDS) -> None:
        self._engine, self._name, self._load, self._seconds = engine, name, load, seconds
        self._lock = threading.Lock()
        self._number = -1
        self._looked_at = float("-inf")
        self._value: T | None = None

    def current(self) -> T:
        """As it is now, or was a moment ago. While the database is away, what was known last holds.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: the database is away and nothing is known yet.
        """
        with self._lock:
            if self._value is None or time.monotonic() - self._looked_at >= self._seconds:
                self._look()
            assert self._value is not None  # noqa: S101
            return self._value

    def forget(self) -> None:
        """Look anew at the next call: this process has just changed it."""
        self._looked_at = float("-inf")

    def _look(self) -> None:
        try:
            number = self._newest()
            if self._value is None or number != self._number:
                # The number is read first: a change in between is noticed the next time.
                self._value, self._number = self._load(), number
        except Exception as error:
            if self._value is None:
                raise
            log.error("changes_not_read", name=self._name, error=type(error).__name__)
        self._looked_at = time.monotonic()

    def _newest(self) -> int:
        with self._engine.connect() as db:
            return db.execute(_NUMBER, {"of": self._name}).scalar() or 0
