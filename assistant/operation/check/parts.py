"""The parts that hold data: databases, clock, knowledge base with its indexes, embedder."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, func, inspect, make_url, select
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from assistant.operation.check.finding import Finding, Installation, found
from assistant.records import tables as t
from knowledge.base import KnowledgeBase
from knowledge.embedding import load_embedder
from knowledge.pages import damage
from knowledge.rows import utc

_BACKUPS = Path("/var/backups/tro-ly-ai")
_CLOCK_MAY_LAG = timedelta(minutes=5)
_MOST_PROBLEMS = 5


def databases(installation: Installation, seconds: float = math.inf) -> Iterator[Finding]:
    """Each database can be reached, and SQLite's pages are whole, as many as are read in `seconds`."""
    settings = installation.settings
    for url in dict.fromkeys((settings.resolved_database_url, settings.resolved_records_url)):
        yield _database(url, seconds, settings.data_dir)


def _database(url: str, seconds: float, data_dir: Path) -> Finding:
    name = _shown(url)
    if missing := _missing_file(url):
        return found("database_new", name=missing)
    engine = create_engine(url)
    try:
        with engine.connect() as db:
            problem = _broken_pages(db, seconds) if engine.dialect.name == "sqlite" else db.exec_driver_sql("SELECT ''").scalar()
    except (DatabaseError, sqlite3.DatabaseError) as error:
        problem = str(getattr(error, "orig", error)).splitlines()[0][:200]
        if engine.dialect.name != "sqlite" or "locked" in problem:
            return found("database_away", name=name, problem=problem)
    finally:
        engine.dispose()
    if problem:
        return found("database_damaged", name=name, problem=problem, backup=newest_backup(data_dir))
    return found("database_ok", name=name)


def _broken_pages(db: Connection, seconds: float) -> str:
    """What SQLite's own check finds, or nothing."""
    return "; ".join(damage(db.connection.driver_connection, seconds, _MOST_PROBLEMS))[:200]  # type: ignore[arg-type]


def newest_backup(data_dir: Path) -> str:
    """The newest backup in DATA_DIR/backups, beside DATA_DIR, or where deploy/systemd puts them; else a word that stands for its file."""
    places = (data_dir / "backups", data_dir.resolve().parent / "backups", _BACKUPS)
    files = [file for place in places if place.is_dir() for file in place.glob("*.zip")]
    return str(max(files, key=lambda file: file.stat().st_mtime)) if files else "FILE.zip"


def clock(installation: Installation) -> Iterator[Finding]:
    """The clock is not behind what was logged last: answers about validity follow it."""
    url = installation.settings.resolved_records_url
    if _missing_file(url):
        return
    engine = create_engine(url)
    try:
        newest = _newest_turn(engine)
    except SQLAlchemyError:
        return  # the database check has told it
    finally:
        engine.dispose()
    now = datetime.now(UTC)
    if newest and newest > now + _CLOCK_MAY_LAG:
        yield found("clock_behind", now=f"{now:%Y-%m-%d %H:%M}", newest=f"{newest:%Y-%m-%d %H:%M}")
    else:
        yield found("clock_ok", now=f"{now:%Y-%m-%d %H:%M}")


def _newest_turn(engine: Engine) -> datetime | None:
    if not inspect(engine).has_table(t.turns.name):
        return None
    with engine.connect() as db:
        newest = db.execute(select(func.max(t.turns.c.asked_at))).scalar()
    return newest and utc(newest)


def knowledge(installation: Installation) -> Iterator[Finding]:
    """The active release can be read, and both indexes hold it."""
    settings = installation.settings
    if _missing_file(settings.resolved_database_url):
        yield found("knowledge_empty")
        return
    try:
        base = KnowledgeBase(settings)
    except Exception as error:  # engines raise what they like over a broken file
        yield found("knowledge_broken", problem=f"{type(error).__name__}: {error}"[:200])
        return
    try:
        release = base.catalogue.active()
        if not release.number:
            yield found("knowledge_empty")
            return
        vectors, words = base.vectors.count(), base.keywords.count()
        name = "indexes_behind" if min(vectors, words) < release.chunks else "knowledge_ok"
        yield found(name, release=release.number, chunks=release.chunks, vectors=vectors, words=words)
    finally:
        base.close()


def embedder(installation: Installation) -> Iterator[Finding]:
    """The model that makes vectors, and whether it is the one asked for."""
    settings = installation.settings
    model = load_embedder(settings.embedding_model, settings.data_dir / "cache" / "models")
    size = len(model.query("chuyển đổi"))
    name = "embedder_ok" if model.name == settings.embedding_model else "embedder_other"
    yield found(name, name=model.name, wanted=settings.embedding_model, size=size)


def _missing_file(url: str) -> str | None:
    """The file of a SQLite database that is not there yet."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    return None if Path(parsed.database).exists() else parsed.database


def _shown(url: str) -> str:
    return make_url(url).render_as_string(hide_password=True)
