"""Databases of earlier schemas: made at a revision, filled with a few rows, kept as SQL, loaded again.

The files stand beside this one, `assistant-0003_channels.sql` and so on. `make upgrade-files` writes those that are missing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Engine, Float, Integer, LargeBinary, MetaData, create_engine, insert, update

from assistant.records.log import MIGRATIONS, VERSION_TABLE
from tests.support.shell import ROOT

HERE = Path(__file__).parent
ROWS = (1, 2)
QUESTION = "Quyết định 127 còn hiệu lực không? ({n})"


@dataclass(frozen=True, slots=True)
class Chain:
    """One line of migrations and the table that says how far a database is."""

    name: str
    migrations: Path
    version_table: str

    def revisions(self) -> list[str]:
        """The names of its files without their ending, first to last."""
        return sorted(path.stem for path in (self.migrations / "versions").glob("[0-9]*.py"))


CHAINS = {
    "assistant": Chain("assistant", MIGRATIONS, VERSION_TABLE),
    "knowledge": Chain("knowledge", ROOT / "knowledge" / "migrations", "alembic_version_knowledge"),
}
# What a row must hold to make sense to the code that reads it; everything else is made up from the column's type.
MEANT: dict[tuple[str, str], Any] = {
    ("turns", "question"): QUESTION,
    ("turns", "status"): "answered",
    ("turns", "channel"): "web",
    ("turns", "timings_ms"): {"total": 12.5},
    ("turns", "generation"): None,
    ("turns", "trace"): None,
    ("turns", "curated"): None,
    ("feedback", "value"): "up",
    ("accounts", "role"): "quan_tri",
    ("documents", "details"): {},
    ("documents", "from_release"): 1,
    ("documents", "to_release"): None,
    ("chunks", "from_release"): 1,
    ("chunks", "to_release"): None,
    ("chunks", "boxes"): None,
    ("releases", "documents"): 2,
    ("releases", "chunks"): 2,
    ("releases", "gate"): None,
    ("releases", "gone_at"): None,
    ("releases", "forced"): False,
}


def upgraded(url: str, chain: Chain, revision: str) -> Engine:
    """A database at this revision, "0003"."""
    config = Config()
    config.set_main_option("script_location", str(chain.migrations))
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes |= {"connection": connection, "version_table": chain.version_table}
        command.upgrade(config, revision)
    return engine


def tables_of(engine: Engine) -> dict[str, Any]:
    """Every table that holds rows of its own, parents before children."""
    found = MetaData()
    found.reflect(engine)
    return {t.name: t for t in found.sorted_tables if not t.name.startswith(("alembic_version", "asked_words", "sqlite_"))}


def fill(engine: Engine) -> None:
    """Two rows in every table."""
    with engine.begin() as db:
        for name, table in tables_of(engine).items():
            if name == "active":
                db.execute(update(table).values({column: 1 for column in ("release", "newest") if column in table.c}))
                continue
            for n in ROWS:
                db.execute(insert(table).values({column.name: value_of(name, column, n) for column in table.columns}))


def value_of(table: str, column: Column[Any], n: int) -> Any:
    if (table, column.name) in MEANT:
        meant = MEANT[table, column.name]
        return meant.format(n=n) if isinstance(meant, str) else meant
    kinds = {
        JSON: [],
        Boolean: False,
        DateTime: datetime(2026, 1, n, 8, 30, tzinfo=UTC),
        Date: date(2026, 1, n),
        LargeBinary: bytes(range(16)),
        Float: n / 2,
        Integer: n,
    }
    for kind, value in kinds.items():
        if isinstance(column.type, kind):
            return value
    return f"{column.name}-{n}"[: getattr(column.type, "length", None)]


def file_of(chain: Chain, revision: str) -> Path:
    """Where the database of a revision ("0003_channels") is kept."""
    return HERE / f"{chain.name}-{revision}.sql"


def kept(chain: Chain) -> Iterator[Path]:
    """The files of a chain."""
    yield from sorted(HERE.glob(f"{chain.name}-[0-9]*.sql"))


def load(file: Path, at: Path) -> str:
    """The address of a SQLite database made from a kept file."""
    with sqlite3.connect(at) as db:
        db.executescript(file.read_text(encoding="utf-8"))
    db.close()
    return f"sqlite:///{at}"
