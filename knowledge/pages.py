"""Are the pages of a SQLite file whole? SQLite looks itself; a large file takes long, so that the time may be bounded."""

from __future__ import annotations

import math
import sqlite3
import time

_STEPS = 100_000
"""Of SQLite's machine, between two looks at the clock."""


def damage(db: sqlite3.Connection, seconds: float = math.inf, most: int = 1) -> list[str]:
    """What SQLite finds wrong, at most so many, as far as it comes in `seconds`; empty: nothing.

    Raises:
        sqlite3.DatabaseError: it cannot be read at all.
    """
    ends = time.monotonic() + seconds
    db.set_progress_handler(lambda: time.monotonic() > ends, _STEPS)
    try:
        problems = [str(row[0]) for row in db.execute(f"PRAGMA quick_check({most})")]
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        return []
    return [] if problems == ["ok"] else problems
