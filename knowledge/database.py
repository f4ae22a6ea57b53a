"""One way to open a database: SQLAlchemy engine, SQLite tuned for readers beside a writer, schema by Alembic."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite

_BUSY_TIMEOUT_MS = 15_000
_MIGRATING = 127_1671


def open_database(url: str, migrations: Path, version_table: str, revision: str = "head") -> Engine:
    """Open `url` and bring its schema to `revision`, or the newest, of `migrations`.

    Raises:
        sqlalchemy.exc.OperationalError: the database cannot be reached or written.
    """
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _tune_sqlite)
    _migrate(engine, migrations, version_table, revision)
    return engine


def insert_new(engine: Engine, table: Table) -> Any:
    """An INSERT that passes over rows which are there already: two processes may write the same one at a time."""
    dialect = postgresql if engine.dialect.name == "postgresql" else sqlite
    return dialect.insert(table).on_conflict_do_nothing()


def _tune_sqlite(connection: Any, _record: Any) -> None:
    """Write-ahead log: readers never wait for the writer, and a crash loses no committed row."""
    for pragma in (f"busy_timeout={_BUSY_TIMEOUT_MS}", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _migrate(engine: Engine, migrations: Path, version_table: str, revision: str) -> None:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    with engine.begin() as connection:
        # Processes that start together on an empty database take turns.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if engine.dialect.name == "sqlite" else f"SELECT pg_advisory_xact_lock({_MIGRATING})")
        config.attributes["connection"] = connection
        config.attributes["version_table"] = version_table
        command.upgrade(config, revision)
