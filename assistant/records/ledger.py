"""Keeping `asked`, `asked_words` and `daily` in step with the log, within the transaction that writes the turn.

A turn that is written again (a process had died) takes its first counts back; an opinion that changes takes its first one back.
"""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from assistant.clock import HERE
from assistant.models import Status
from assistant.records.ledger_tables import asked, daily
from assistant.records.tables import feedback, turns
from assistant.records.writing import insert_new, writing
from knowledge.language.normalise import folded_syllables
from knowledge.rows import utc

# Upper ends of the classes of answering time, in milliseconds: each 15 % above the last, from 1 ms to 200 s.
CLASSES_MS = tuple(round(1.15**n, 2) for n in range(88))
_LONGEST_NAME = 200
_MOST_SOURCES = 5
# The channel of golden cases: they are logged, but nobody asked them.
EVALUATION = "evaluation"
_BEGINNING = date(1970, 1, 1)
_FILLED = (daily.c.day == _BEGINNING, daily.c.channel == "", daily.c.kind == "ledger", daily.c.name == "filled")
_SOME = 500
_NEW = insert(asked).returning(asked.c.id)
Count = tuple[date, str, str, str]


def enter(db: Connection, row: Mapping[str, Any], evidence: float | None) -> None:
    """A turn was written; `row` is its row in `turns`."""
    family, ms = Status(row["status"]).family, float(row["timings_ms"].get("total", 0.0))
    facts = {key: row[key] for key in ("answer_id", "asked_at", "channel", "status")}
    made = db.execute(_NEW, {**facts, "family": family, "ms": ms, "evidence": evidence}).scalar_one()
    texts = dict.fromkeys((row["question"], row["understood_as"]))
    enter_words(db, [(made, " ".join(texts))])
    _count(db, counts_of(row, ms), 1)


def leave(db: Connection, row: Mapping[str, Any]) -> None:
    """The same turn will be written anew; `row` is what `turns` holds of it."""
    old = db.execute(select(asked).where(asked.c.answer_id == row["answer_id"])).first()
    if old is None:
        return
    counts = counts_of({**row, "asked_at": utc(old.asked_at)}, old.ms)
    if old.feedback:
        counts.append((counts[0][0], old.channel, "feedback", old.feedback))
    _count(db, counts, -1)
    forget_words(db, [old.id])
    db.execute(delete(asked).where(asked.c.id == old.id))


def opinion(db: Connection, answer_id: str, value: str) -> None:
    """A person said what they think of an answer; counted on the day of the question."""
    old = db.execute(select(asked).where(asked.c.answer_id == answer_id)).first()
    if old is None or old.feedback == value:
        return
    day = day_of(utc(old.asked_at))
    if old.feedback:
        _count(db, [(day, old.channel, "feedback", old.feedback)], -1)
    _count(db, [(day, old.channel, "feedback", value)], 1)
    db.execute(update(asked).where(asked.c.id == old.id).values(feedback=value))


def catch_up(engine: Engine) -> None:
    """Once: enter the turns that were logged before there was a ledger."""
    with engine.connect() as db:
        if db.execute(select(daily.c.n).where(*_FILLED)).first():
            return
    with writing(engine) as db:
        if not insert_new(db, daily, {"day": _BEGINNING, "channel": "", "kind": "ledger", "name": "filled", "n": 1}):
            return
        missing = (turns.c.channel != EVALUATION) & turns.c.answer_id.not_in(select(asked.c.answer_id))
        order = db.execute(select(turns.c.answer_id).where(missing).order_by(turns.c.asked_at)).scalars().all()
        for start in range(0, len(order), _SOME):
            some = select(turns).where(turns.c.answer_id.in_(order[start : start + _SOME])).order_by(turns.c.asked_at)
            for row in db.execute(some).mappings().all():
                enter(db, {**row, "asked_at": utc(row["asked_at"])}, row["evidence"])
        said = select(feedback.c.answer_id, feedback.c.value).join(asked, asked.c.answer_id == feedback.c.answer_id)
        for answer_id, value in db.execute(said.where(asked.c.feedback.is_(None)).order_by(feedback.c.given_at)).all():
            opinion(db, answer_id, value)


def forget_words(db: Connection, ids: Sequence[int]) -> None:
    """What was asked is not found any more; that something was asked stays."""
    key = "rowid" if db.dialect.name == "sqlite" else "id"
    if ids:
        db.execute(text(f"DELETE FROM asked_words WHERE {key} = :id"), [{"id": one} for one in ids])  # noqa: S608  # nosec B608


def class_of(ms: float) -> int:
    """The class that a time belongs to; its upper end is CLASSES_MS[class]."""
    return min(bisect.bisect_left(CLASSES_MS, ms), len(CLASSES_MS) - 1)


def day_of(moment: datetime) -> date:
    """The day in Viet Nam."""
    return moment.astimezone(HERE).date()


def counts_of(row: Mapping[str, Any], ms: float) -> list[Count]:
    """What is counted for a turn: how it ended, how long it took, what it cited, and under which heading that stands."""
    day, channel = day_of(row["asked_at"]), row["channel"]
    counts = [(day, channel, "status", row["status"]), (day, channel, "ms", str(class_of(ms)))]
    sources = row["sources"][:_MOST_SOURCES]
    counts += [(day, channel, "source", name) for name in dict.fromkeys(str(source["document_id"])[:_LONGEST_NAME] for source in sources)]
    if sources and (heading := _heading(sources[0])):
        counts.append((day, channel, "topic", heading))
    return counts


def _heading(source: Mapping[str, Any]) -> str:
    """The topic of an answer: the document of its first source and the outermost heading there."""
    heading = str(source.get("locator") or "").split(" › ")[0]
    return f"{source['document_id']}\n{heading}"[:_LONGEST_NAME] if heading else ""


def _count(db: Connection, counts: Sequence[Count], by: int) -> None:
    """Add to the counts, always in the same order, so that two transactions cannot wait for one another."""
    rows = [{"day": d, "channel": c, "kind": k, "name": name, "n": n * by} for (d, c, k, name), n in sorted(Counter(counts).items())]
    db.execute(_adding(db.dialect.name), rows)


@cache
def _adding(dialect_name: str) -> Any:
    statement = (sqlite if dialect_name == "sqlite" else postgresql).insert(daily)
    return statement.on_conflict_do_update(index_elements=list(daily.primary_key.columns), set_={"n": daily.c.n + statement.excluded.n})


def enter_words(db: Connection, words: Sequence[tuple[int, str]]) -> None:
    """What was asked, by the row of `asked`, can be found from now on."""
    split = [(row_id, syllables) for row_id, asked_words in words if (syllables := folded_syllables(asked_words))]
    if not split:
        return
    if db.dialect.name == "sqlite":
        rows = [{"id": row_id, "words": " ".join(syllables)} for row_id, syllables in split]
        db.execute(text("INSERT INTO asked_words (rowid, words) VALUES (:id, :words)"), rows)
    else:
        rows = [{"id": row_id, "words": _placed(syllables)} for row_id, syllables in split]
        db.execute(text("INSERT INTO asked_words (id, words) VALUES (:id, CAST(:words AS tsvector))"), rows)


def find_again(db: Connection) -> None:
    """Fill an empty `asked_words` from the log, which holds what it is made of."""
    query = select(asked.c.id, turns.c.question, turns.c.understood_as).join(turns, turns.c.answer_id == asked.c.answer_id)
    for some in db.execute(query.where(turns.c.question != "")).partitions(_SOME):
        enter_words(db, [(row_id, " ".join(dict.fromkeys(texts))) for row_id, *texts in some])


def _placed(syllables: Sequence[str]) -> str:
    """A tsvector as PostgreSQL writes it; syllables hold letters, digits and "_" only."""
    return " ".join(f"{syllable[:100]}:{min(place, 16000)}" for place, syllable in enumerate(syllables, start=1))
