"""Guesses: after a few the next one has to wait, longer each time, for the name and for the address they came from.

A name is counted whether or not there is such an account, so that waiting tells nothing. What was typed is kept as a hash:
people type passwords into the wrong field.
"""

from __future__ import annotations

import hashlib
import math
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, delete, select, update

from assistant.addresses import network_of
from assistant.records.account_tables import guesses
from assistant.records.audit import note
from assistant.records.writing import insert_new, writing
from knowledge.rows import utc

FREE_FOR_NAME, FREE_FOR_ADDRESS = 3, 10
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN = timedelta(hours=24)


class Guesses:
    """Count, and say how long to wait. All calls block."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def admit(self, name: str, address: str) -> int:
        """How many minutes this name, or this address, has to wait, rounded up; 0: it may guess, and is counted already.

        Counted before anybody looks whether the guess is right: a hundred at the same moment are a hundred guesses.
        """
        now = datetime.now(UTC)
        free = {_code("name", name): FREE_FOR_NAME, _code("address", network_of(address)): FREE_FOR_ADDRESS}
        with writing(self._engine) as db:
            db.execute(delete(guesses).where(guesses.c.last_at < now - FORGOTTEN))
            for code in sorted(free):
                insert_new(db, guesses, {"code": code, "n": 0, "last_at": now})
            mine = guesses.c.code.in_(free)
            rows = db.execute(select(guesses).where(mine).order_by(guesses.c.code).with_for_update()).all()
            waits = (utc(row.last_at) + wait - now for row in rows if (wait := delay(row.n, free[row.code])))
            longest = max((wait.total_seconds() for wait in waits), default=0.0)
            if longest <= 0:
                db.execute(update(guesses).where(mine).values(n=guesses.c.n + 1, last_at=now))
        return max(0, math.ceil(longest / 60))

    def wrong(self, account: str, address: str) -> None:
        """Note that a guess was wrong; `account`: whose it was, if there is such an account."""
        with writing(self._engine) as db:
            note(db, "", "session.refused", account, {"address": address})

    def right(self, db: Connection, name: str, address: str) -> None:
        """Within a transaction: the right one was given; counting begins anew."""
        db.execute(delete(guesses).where(guesses.c.code.in_([_code("name", name), _code("address", network_of(address))])))

    def forget(self, name: str, address: str) -> None:
        """The same in a transaction of its own."""
        with writing(self._engine) as db:
            self.right(db, name, address)


def delay(n: int, free: int) -> timedelta:
    """How long the guess after `n` wrong ones has to wait: nothing at first, then 4, 8, 16… seconds, at most 15 minutes."""
    return min(LONGEST_WAIT, timedelta(seconds=2 ** min(n - free + 2, 20))) if n >= free else timedelta(0)


def _code(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}:{value}".encode("utf-8", "surrogatepass")).hexdigest()
