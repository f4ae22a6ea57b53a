"""One way to write: a transaction that may read before it writes, on SQLite and on PostgreSQL.

SQLite has one writer at a time. A transaction that reads first and writes later would be refused when another wrote in
between, so the right to write is taken at its start; and the threads of a process queue for it on a lock of ours,
because SQLite itself only sleeps and tries again.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, Table
from sqlalchemy.dialects import postgresql, sqlite

_LOCKS: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
_MAKING_LOCKS = threading.Lock()


def _lock_of(engine: Engine) -> threading.Lock:
    with _MAKING_LOCKS:
        return _LOCKS[str(engine.url)]


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction, committed at the end of the block unless it raised."""
    if engine.dialect.name != "sqlite":
        with engine.begin() as db:
            yield db
        return
    with _lock_of(engine), engine.begin() as db:
        db.exec_driver_sql("BEGIN IMMEDIATE")
        yield db


def insert_new(db: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row unless its key is taken already; whether it went in."""
    return db.execute(_inserting(db.dialect.name, table), dict(row)).first() is not None


@cache
def _inserting(dialect_name: str, table: Table) -> Any:
    """Built once: to build a statement costs more than to run it."""
    dialect = sqlite if dialect_name == "sqlite" else postgresql
    return dialect.insert(table).on_conflict_do_nothing().returning(*table.primary_key)


def upsert(db: Connection, table: Table, row: Mapping[str, Any], change: Mapping[str, Any]) -> None:
    """Insert a row, or apply `change` to the row that has its primary key."""
    dialect = sqlite if db.dialect.name == "sqlite" else postgresql
    keys = [column.name for column in table.primary_key]
    db.execute(dialect.insert(table).values(**row).on_conflict_do_update(index_elements=keys, set_=dict(change)))
