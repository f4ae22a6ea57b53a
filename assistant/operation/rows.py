"""Rows of a database as lines of JSON that mean the same on SQLite and on PostgreSQL, and the tally of a whole table."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Connection, Date, DateTime, LargeBinary, Table, null, select

from knowledge.rows import utc
from knowledge.tally import Tally


def lines(db: Connection, table: Table, tally: Tally) -> Iterator[bytes]:
    """Every row as a line, counted."""
    names = sorted(column.name for column in table.c)
    for row in db.execute(select(*(table.c[name] for name in names)), execution_options={"yield_per": 500}):
        plain = {name: _plain(value) for name, value in zip(names, row, strict=True)}
        line = json.dumps(plain, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()
        tally.add(line)
        yield line


def counted(db: Connection, table: Table) -> Tally:
    """The tally of a table."""
    tally = Tally()
    for _ in lines(db, table, tally):
        pass
    return tally


def values(table: Table, some: Iterable[bytes]) -> list[dict[str, Any]]:
    """Lines as rows to insert. Columns that the table does not have are an error of SQLAlchemy's."""
    return [{name: _stored(table.c.get(name), value) for name, value in json.loads(line).items()} for line in some]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return utc(value).astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return value


def _stored(column: Column[Any] | None, value: Any) -> Any:
    if column is None:
        return value
    kind = column.type
    if value is None:
        return null() if isinstance(kind, JSON) and column.nullable else None
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    return value
