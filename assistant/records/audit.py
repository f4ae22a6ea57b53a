"""The audit log: who did what, when, to what. Rows are only added, each with a hash over itself and the row before.

The database refuses to change or delete a row (a trigger); whoever gets around that breaks the chain, which `broken_at`
finds. The last hash, written down elsewhere, also shows whether the newest rows were cut off.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, insert, select

from assistant.records.account_tables import audit

_BEGINNING = "0" * 64
_ONE_AT_A_TIME = 127_1672


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. `account` is a name, "" for the system itself; `about` names the thing; `detail` is a JSON object."""

    id: int
    at: datetime
    account: str
    action: str
    about: str
    detail: dict[str, Any]
    hash: str


def note(db: Connection, account: str, action: str, about: str = "", detail: Mapping[str, Any] | None = None) -> None:
    """Add a row, within the transaction of what it tells of (`records.writing.writing`)."""
    if db.dialect.name == "postgresql":
        db.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})")
    last = db.execute(select(audit.c.id, audit.c.hash).order_by(audit.c.id.desc()).limit(1)).first()
    row = {
        "id": last.id + 1 if last else 1,
        "at": datetime.now(UTC).isoformat(),
        "account": account,
        "action": action,
        "about": about[:200],
        "detail": json.dumps(dict(detail or {}), ensure_ascii=False, sort_keys=True, default=str),
    }
    db.execute(insert(audit).values(**row, hash=_hash(last.hash if last else _BEGINNING, row)))


def entries(engine: Engine, before: int | None = None, limit: int = 50, account: str = "", action: str = "") -> list[Entry]:
    """The newest rows, or those older than the row `before`."""
    query = select(audit).order_by(audit.c.id.desc()).limit(limit)
    query = query.where(audit.c.id < before) if before else query
    query = query.where(audit.c.account == account) if account else query
    query = query.where(audit.c.action == action) if action else query
    with engine.connect() as db:
        return [_entry(row) for row in db.execute(query)]


def all_entries(engine: Engine) -> Iterator[Entry]:
    """Every row, oldest first, streamed."""
    with engine.connect().execution_options(yield_per=500) as db:
        for row in db.execute(select(audit).order_by(audit.c.id)):
            yield _entry(row)


def broken_at(engine: Engine) -> int | None:
    """The number of the first row that is not what was written, or that is missing; None when the chain is whole."""
    previous, expected = _BEGINNING, 1
    with engine.connect().execution_options(yield_per=500) as db:
        for row in db.execute(select(audit).order_by(audit.c.id)):
            if row.id != expected or row.hash != _hash(previous, dict(row._mapping)):
                return expected
            previous, expected = row.hash, expected + 1
    return None


def _hash(previous: str, row: Mapping[str, Any]) -> str:
    parts = [previous, *(str(row[name]) for name in ("id", "at", "account", "action", "about", "detail"))]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def _entry(row: Row[Any]) -> Entry:
    return Entry(row.id, datetime.fromisoformat(row.at), row.account, row.action, row.about, json.loads(row.detail), row.hash)
