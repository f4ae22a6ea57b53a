"""The two databases of an installation, read whole at one moment, or filled whole.

With SQLite they are two files, with DATABASE_URL two sets of tables in one database; each has its chain of migrations.
Tables that serve searching only (SQLite: virtual ones) are made anew from the others: the two databases have their own kinds.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, Table, TableClause, create_engine, inspect, literal_column, select, text

from assistant.operation.rows import counted, lines, values
from assistant.records import ledger, log
from assistant.settings import Settings
from knowledge import catalogue
from knowledge.database import open_database
from knowledge.tally import Tally

_BATCH = 500
_VIRTUAL = text("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'")


@dataclass(frozen=True, slots=True)
class Chain:
    """One of the two, and its migrations."""

    name: str
    migrations: Path
    version_table: str
    make_again: Callable[[Connection], None] = lambda _: None

    def url(self, settings: Settings) -> str:
        """Where it is."""
        return settings.resolved_database_url if self.name == "knowledge" else settings.resolved_records_url

    def open(self, url: str, revision: str = "head") -> Engine:
        """Opened, its schema at this revision."""
        return open_database(url, self.migrations, self.version_table, revision)


CHAINS = (
    Chain("knowledge", catalogue.MIGRATIONS, catalogue.VERSION_TABLE),
    Chain("assistant", log.MIGRATIONS, log.VERSION_TABLE, ledger.find_again),
)


class NotEmpty(RuntimeError):
    """There are data already; the argument is the table."""


class Differs(RuntimeError):
    """What was written is not what was read: table, rows expected, rows found."""


class Newer(RuntimeError):
    """The data have a revision that this program does not know."""


@cache
def fresh(chain: Chain, revision: str = "head") -> Mapping[str, str]:
    """The tables of a database that was only just made, and the digest of what migrations put into them."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            engine = chain.open(f"sqlite:///{Path(folder) / 'fresh.sqlite3'}", revision)
        except Exception as error:
            if "revision" in str(error).lower():
                raise Newer(revision) from error
            raise
        with engine.connect() as db:
            for_searching = db.execute(_VIRTUAL).scalars().all()
            own = [name for name in inspect(db).get_table_names() if not name.startswith(("alembic_version", *for_searching))]
            found = {table.name: counted(db, table).digest for table in _reflected(db, own)}
        engine.dispose()
    return found


@contextmanager
def snapshot(chain: Chain, url: str) -> Iterator[Connection]:
    """A connection that sees the database as it is now to its end, whoever writes meanwhile."""
    engine = create_engine(url)
    options = {} if url.startswith("sqlite") else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    try:
        with engine.connect().execution_options(**options) as db:
            if url.startswith("sqlite"):
                db.exec_driver_sql("BEGIN")
            revision_of(db, chain)  # the first look pins the snapshot
            yield db
    finally:
        engine.dispose()


def revision_of(db: Connection, chain: Chain) -> str:
    """The revision of its schema."""
    return str(db.execute(select(literal_column("version_num")).select_from(TableClause(chain.version_table))).scalar_one())


def tables_of(db: Connection, chain: Chain) -> list[Table]:
    """Its tables, those that others refer to first."""
    names = fresh(chain, revision_of(db, chain))
    return _reflected(db, names)


@contextmanager
def filling(chain: Chain, url: str, revision: str) -> Iterator[Filling]:
    """Write a whole database in one transaction: all of it is kept, or nothing. It is at the newest revision afterwards.

    Raises:
        NotEmpty: there is something in it.
        Newer: this program does not know the revision.
    """
    tables = fresh(chain, revision)
    if (there := _schema_at(chain, url)) not in (None, revision):
        raise NotEmpty(f"{chain.version_table} {there}")
    engine = chain.open(url, revision)
    try:
        with engine.begin() as db:
            found = _reflected(db, tables)
            there_already = {table.name: counted(db, table) for table in found}
            for name, tally in there_already.items():
                if tally.digest != tables[name]:
                    raise NotEmpty(name)
            for table in reversed(found):
                if there_already[table.name].rows:  # the audit log refuses to be emptied, empty or not
                    db.execute(table.delete())
            yield Filling(db, {table.name: table for table in found})
            _continue_numbers(db, found)
            chain.make_again(db)
    finally:
        engine.dispose()
    chain.open(url).dispose()


class Filling:
    """The tables of a database that is being filled."""

    def __init__(self, db: Connection, tables: dict[str, Table]) -> None:
        self._db = db
        self.tables = tables

    def fill(self, name: str, rows: Iterator[bytes]) -> None:
        """Insert these lines."""
        table = self.tables[name]
        while some := list(islice(rows, _BATCH)):
            self._db.execute(table.insert(), values(table, some))

    def check(self, name: str, expected: int, digest: str) -> Tally:
        """Read back what was written.

        Raises:
            Differs: it is something else.
        """
        found = counted(self._db, self.tables[name])
        if (found.rows, found.digest) != (expected, digest):
            raise Differs(name, expected, found.rows)
        return found


def copy(source: Connection, chain: Chain, filling: Filling) -> tuple[int, int]:
    """Every table from one to the other, checked; how many tables and rows."""
    tables, rows = tables_of(source, chain), 0
    for table in tables:
        tally = Tally()
        filling.fill(table.name, lines(source, table, tally))
        filling.check(table.name, tally.rows, tally.digest)
        rows += tally.rows
    return len(tables), rows


def _schema_at(chain: Chain, url: str) -> str | None:
    """The revision of its schema; None when it has none yet."""
    engine = create_engine(url)
    try:
        with engine.connect() as db:
            return revision_of(db, chain) if inspect(db).has_table(chain.version_table) else None
    finally:
        engine.dispose()


def _reflected(db: Connection, names: Collection[str]) -> list[Table]:
    """These tables as they are in the database, those that others refer to first."""
    metadata = MetaData()
    metadata.reflect(db, only=list(names))
    return [table for table in metadata.sorted_tables if table.name in names]


def _continue_numbers(db: Connection, tables: list[Table]) -> None:
    """PostgreSQL: the next row gets a number beyond those that were inserted with theirs."""
    if db.dialect.name != "postgresql":
        return
    for table in tables:
        for column in table.primary_key:
            sequence = db.execute(text("SELECT pg_get_serial_sequence(:t, :c)"), {"t": f'"{table.name}"', "c": column.name}).scalar()
            if sequence:
                newest = f'SELECT setval(:s, (SELECT coalesce(max("{column.name}"), 0) + 1 FROM "{table.name}"), false)'  # noqa: S608  # nosec B608
                db.execute(text(newest), {"s": sequence})
