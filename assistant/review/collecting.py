"""Reading the log for turns to review, each once, a bounded number at a time, from where the last reading stopped."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, case, func, or_, select

from assistant.models import Status
from assistant.records import review_tables as r
from assistant.records import tables as t
from assistant.records.ledger_tables import asked
from assistant.records.writing import upsert
from assistant.review.rules import DOWN, MARGIN, REPORTED, UNANSWERED, UNSURE
from knowledge.language.normalise import folded_syllables
from knowledge.rows import utc

TURNS, FEEDBACK = "turns", "feedback"
_NOT_TO_REVIEW = (Status.UNANSWERABLE_NO_DOCUMENTS, Status.ERROR_BUSY)
UNANSWERED_STATUSES = tuple(s.value for s in Status if s.family in ("unanswerable", "error") and s not in _NOT_TO_REVIEW)
# On PostgreSQL a row may be seen a moment after one with a higher number.
_LATE, _SLOW = 50, timedelta(seconds=10)
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Found:
    """A turn to review. `digest` is that of its words, folded: the same question typed again has the same."""

    answer_id: str
    text: str
    reason: str
    asked_at: datetime
    release: int

    @property
    def digest(self) -> str:
        """40 hex digits."""
        return hashlib.sha256(" ".join(folded_syllables(self.text)).encode()).hexdigest()[:40]


@dataclass(frozen=True, slots=True)
class Reading:
    """Turns found, and how far the reading came. `full`: there may be more at once."""

    found: Sequence[Found]
    turn: int
    feedback: datetime
    full: bool


def read_log(engine: Engine, threshold: float, limit: int) -> Reading:
    """The next turns: at most `limit` of the log and as many by feedback. Blocks."""
    with engine.connect() as db:
        at = {row.name: row for row in db.execute(select(r.review_progress))}
        turn, rated_at = (at[TURNS].number if TURNS in at else 0), (utc(at[FEEDBACK].at) if FEEDBACK in at else _LONG_AGO)
        newest = db.execute(select(func.max(asked.c.id))).scalar() or 0
        turns = _turns(db, turn, threshold, limit)
        rated = _rated(db, rated_at - _SLOW, limit)
    found = [_found(row, UNSURE if row.family == "answered" else UNANSWERED) for row in turns]
    found += [_found(row, REPORTED if row.comment else DOWN) for row in rated]
    read_to = turns[-1].id if len(turns) == limit else newest
    full = len(turns) == limit or len(rated) == limit
    return Reading(found, read_to, max((utc(row.given_at) for row in rated), default=rated_at), full)


def keep_progress(db: Connection, reading: Reading) -> None:
    """Within the transaction that stores what was found."""
    values: dict[str, dict[str, Any]] = {TURNS: {"number": reading.turn}, FEEDBACK: {"at": reading.feedback}}
    for name, so_far in values.items():
        upsert(db, r.review_progress, {"name": name, **so_far}, so_far)


def _turns(db: Connection, at: int, threshold: float, limit: int) -> Sequence[Row[Any]]:
    unsure = (asked.c.evidence < threshold + MARGIN) & (asked.c.status == Status.ANSWERED.value)
    known = select(r.review_turns.c.answer_id).where(r.review_turns.c.answer_id == asked.c.answer_id).exists()
    query = _joined(asked.c.id, asked.c.family).where(asked.c.id > at - _LATE, or_(asked.c.status.in_(UNANSWERED_STATUSES), unsure))
    return db.execute(query.where(~known, t.turns.c.question != "").order_by(asked.c.id).limit(limit)).all()


def _rated(db: Connection, at: datetime, limit: int) -> Sequence[Row[Any]]:
    f = t.feedback.c
    taken = r.review_turns.c.answer_id == f.answer_id
    said = case((f.comment.is_not(None), REPORTED), else_=DOWN)
    known = select(r.review_turns.c.answer_id).where(taken, or_(r.review_turns.c.reason == said, r.review_turns.c.reason == REPORTED))
    query = _joined(f.given_at, f.value, f.comment).join(t.feedback, f.answer_id == asked.c.answer_id)
    query = query.where(f.given_at > at, f.value == "down", t.turns.c.question != "", ~known.exists())
    return db.execute(query.order_by(f.given_at).limit(limit)).all()


def _joined(*columns: Any) -> Select[Any]:
    words = (t.turns.c.question, t.turns.c.understood_as, t.turns.c.release)
    query = select(*columns, asked.c.answer_id, asked.c.asked_at, *words).select_from(asked)
    return query.join(t.turns, t.turns.c.answer_id == asked.c.answer_id)


def _found(row: Row[Any], reason: str) -> Found:
    return Found(row.answer_id, row.understood_as or row.question, reason, utc(row.asked_at), row.release)
