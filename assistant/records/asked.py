"""The log as a list: newest first, filtered, one screen at a time by key, never by counting rows.

The key is `asked.id`, the order of arrival. Days become bounds of that key first, so that no row outside of them is
walked. docs/admin.md shows the plans of both databases on a million rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Integer, Select, literal_column, select, text

from assistant.clock import HERE
from assistant.records.ledger_tables import asked
from assistant.records.tables import feedback, turns
from knowledge.language.normalise import folded_syllables
from knowledge.rows import utc

_QUOTED = re.compile(r'"([^"]+)"')
_SHORTEST_BEGINNING = 2
_FEW = 5000


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked for; empty: everything. `words`: all of them, marks do not count, "in quotes" side by side."""

    since: date | None = None
    until: date | None = None
    channel: str = ""
    family: str = ""
    feedback: str = ""
    words: str = ""
    answer_id: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Filters:
        """From the query of an address; what is no day is no day."""
        texts = {name: query.get(name, "").strip()[:200] for name in ("channel", "family", "feedback", "words", "answer_id")}
        return cls(_day(query.get("since", "")), _day(query.get("until", "")), **texts)


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One turn in the list."""

    id: int
    answer_id: str
    asked_at: datetime
    channel: str
    family: str
    status: str
    feedback: str | None
    ms: float
    question: str


def screen(engine: Engine, filters: Filters, before: int | None = None, limit: int = 50) -> list[AskedRow]:
    """The newest turns that fit, or those older than the row `before`."""
    with engine.connect() as db:
        query = listed(db, filters, before, limit)
        return [] if query is None else [_row(row) for row in db.execute(query)]


def everything(engine: Engine, filters: Filters, at_a_time: int = 1000) -> Iterator[AskedRow]:
    """All turns that fit, newest first, screen by screen: no reader is left open while a file is written."""
    before: int | None = None
    while rows := screen(engine, filters, before, at_a_time):
        yield from rows
        before = rows[-1].id


def listed(db: Connection, filters: Filters, before: int | None, limit: int) -> Select[Any] | None:
    """The query of one screen; None when it can find nothing."""
    bounds = _bounds(db, filters, before)
    if bounds is None:
        return None
    key: ColumnElement[Any] = asked.c.id
    found = select(asked.c.id).where(*_equal(filters))
    if filters.words:
        words = _words_condition(db, filters.words)
        if words is None:
            return None
        table, key, condition = words
        few = _few(db, condition) if db.dialect.name == "postgresql" else None
        if few is None:
            found = found.select_from(table).join(asked, asked.c.id == key).where(condition)
        else:
            key, found = asked.c.id, found.where(asked.c.id.in_(few))
    first, after = bounds
    # The bounds are told to the table that is walked: the other one follows by its key.
    found = found.where(key >= first) if first is not None else found
    found = found.where(key < after) if after is not None else found
    ids = found.order_by(key.desc()).limit(limit).subquery()
    columns = [*(asked.c[name] for name in AskedRow.__dataclass_fields__ if name != "question"), turns.c.question]
    rows = select(*columns).join(ids, ids.c.id == asked.c.id).join(turns, turns.c.answer_id == asked.c.answer_id)
    return rows.order_by(asked.c.id.desc())


def turn(engine: Engine, answer_id: str) -> dict[str, Any] | None:
    """Everything that is kept of one turn, with what the person thought of it; None when there is none."""
    with engine.connect() as db:
        row = db.execute(select(turns).where(turns.c.answer_id == answer_id)).mappings().first()
        if row is None:
            return None
        said = db.execute(select(feedback).where(feedback.c.answer_id == answer_id)).mappings().first()
    return {**row, "asked_at": utc(row["asked_at"]), "feedback": dict(said) if said else None}


def channels(engine: Engine) -> list[str]:
    """Every channel that somebody asked on: a walk from name to name, not over all rows."""
    found: list[str] = []
    with engine.connect() as db:
        query = select(asked.c.channel).order_by(asked.c.channel).limit(1)
        while (name := db.execute(query.where(asked.c.channel > found[-1]) if found else query).scalar()) is not None:
            found.append(name)
    return found


def _bounds(db: Connection, filters: Filters, before: int | None) -> tuple[int | None, int | None] | None:
    """The days as bounds of the key: the first one within, the first one after; None when no row lies between."""
    nearest = select(asked.c.id).order_by(asked.c.asked_at, asked.c.id).limit(1)
    first, after = None, before
    if filters.since:
        first = db.execute(nearest.where(asked.c.asked_at >= _midnight(filters.since))).scalar()
        if first is None:
            return None
    if filters.until:
        end = db.execute(nearest.where(asked.c.asked_at >= _midnight(filters.until + timedelta(days=1)))).scalar()
        after = min(one for one in (end, before) if one is not None) if end is not None or before is not None else None
    return first, after


def _equal(filters: Filters) -> list[ColumnElement[bool]]:
    names = ("channel", "family", "feedback", "answer_id")
    return [asked.c[name] == value for name in names if (value := getattr(filters, name))]


def _few(db: Connection, condition: ColumnElement[bool]) -> list[int] | None:
    """PostgreSQL takes words that it has no counts for, such as one that nobody ever typed, for common ones, and walks all rows.
    So the index of words is asked first: the keys, when they are few; None when there are many.
    """
    for kind in ("seqscan", "indexscan"):
        db.exec_driver_sql(f"SET LOCAL enable_{kind} = off")
    query = select(literal_column("asked_words.id", Integer)).select_from(text("asked_words")).where(condition).limit(_FEW + 1)
    keys = list(db.execute(query).scalars())
    for kind in ("seqscan", "indexscan"):
        db.exec_driver_sql(f"SET LOCAL enable_{kind} = on")
    return keys if len(keys) <= _FEW else None


def _words_condition(db: Connection, words: str) -> tuple[Any, ColumnElement[Any], ColumnElement[bool]] | None:
    """The table of words, its key, and the condition; None when no word is left of what was typed."""
    phrases = [folded_syllables(phrase) for phrase in _QUOTED.findall(words)]
    single = folded_syllables(_QUOTED.sub(" ", words))
    groups = [phrase for phrase in (*phrases, *([word] for word in single)) if phrase]
    if not groups:
        return None
    begun = bool(single) and len(single[-1]) >= _SHORTEST_BEGINNING and not words.rstrip().endswith('"')
    key: ColumnElement[Any]
    if db.dialect.name == "sqlite":
        wanted = " ".join('"' + " ".join(group) + '"' for group in groups) + ("*" if begun else "")
        table, key = text("asked_words"), literal_column("asked_words.rowid", Integer)
        return table, key, text("asked_words MATCH :wanted").bindparams(wanted=wanted)  # type: ignore[return-value]
    wanted = " & ".join(" <-> ".join(group) for group in groups) + (":*" if begun else "")
    table, key = text("asked_words"), literal_column("asked_words.id", Integer)
    return table, key, text("asked_words.words @@ CAST(:wanted AS tsquery)").bindparams(wanted=wanted)  # type: ignore[return-value]


def _row(row: Any) -> AskedRow:
    return AskedRow(**{**row._mapping, "asked_at": utc(row.asked_at)})


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), HERE).astimezone(UTC)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
