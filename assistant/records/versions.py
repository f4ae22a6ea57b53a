"""Two people edit one thing: the second to save is told, and nothing is lost.

A table that people edit has a `version` column. Whoever opens a thing remembers its version and hands it back on saving.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, select, update


class Overtaken(Exception):
    """Somebody else saved in between. `now` is the row as it stands; None when it is gone."""

    def __init__(self, now: Mapping[str, Any] | None) -> None:
        super().__init__("somebody else saved in between")
        self.now = now


def change(db: Connection, table: Table, key: Any, version: int, values: Mapping[str, Any]) -> int:
    """Write `values` into the row whose primary key is `key`, if it still has this version; the new version.

    Raises:
        Overtaken: it has another one.
    """
    (column,) = table.primary_key
    row = column == key
    done = db.execute(update(table).where(row, table.c.version == version).values(**values, version=version + 1))
    if done.rowcount:
        return version + 1
    now = db.execute(select(table).where(row)).mappings().first()
    raise Overtaken(dict(now) if now else None)
