"""The parts that hold data: databases, clock, knowledge base with its indexes, embedder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, create_engine, func, inspect, make_url, select
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from assistant.operation.check.finding import Finding, Installation, found
from assistant.records import tables as t
from knowledge.base import KnowledgeBase
from knowledge.embedding import load_embedder
from knowledge.rows import utc

_CLOCK_MAY_LAG = timedelta(minutes=5)


def databases(installation: Installation) -> Iterator[Finding]:
    """Each database can be reached, and SQLite's pages are whole."""
    settings = installation.settings
    for url in dict.fromkeys((settings.resolved_database_url, settings.resolved_records_url)):
        yield _database(url)


def _database(url: str) -> Finding:
    name = _shown(url)
    if missing := _missing_file(url):
        return found("database_new", name=missing)
    engine = create_engine(url)
    try:
        with engine.connect() as db:
            if engine.dialect.name == "sqlite":
                problems = [row[0] for row in db.exec_driver_sql("PRAGMA quick_check(5)")]
                if problems != ["ok"]:
                    return found("database_damaged", name=name, problem="; ".join(map(str, problems))[:200])
            else:
                db.exec_driver_sql("SELECT 1")
    except DatabaseError as error:
        damaged = engine.dialect.name == "sqlite" and "locked" not in str(error.orig)
        return found("database_damaged" if damaged else "database_away", name=name, problem=str(error.orig).splitlines()[0][:200])
    finally:
        engine.dispose()
    return found("database_ok", name=name)


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
