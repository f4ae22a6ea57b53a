"""Questions of the log that staff made into cases of the evaluation: what a right answer to them is.

Whoever makes one words it so that it tells nothing of a person: a case outlives the days that a turn is kept. It goes when the person
whose question it was has everything erased.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, select

from assistant.records.case_tables import cases as t
from assistant.records.writing import insert_new
from knowledge.rows import utc

ANSWERED, REFUSED = "answered", "refused"
_STATUSES = {ANSWERED: ("answered",), REFUSED: ("unanswerable", "blocked", "clarification")}


@dataclass(frozen=True, slots=True)
class LoggedCase:
    """`wanted` are accepted statuses or families; one of `cites` must be among the sources of an answer."""

    id: int
    answer_id: str
    question: str
    wanted: tuple[str, ...]
    cites: tuple[str, ...]
    as_of: date
    added_by: str
    added_at: datetime

    @property
    def must_be_answered(self) -> bool:
        """Whether nothing but an answer is right."""
        return self.wanted == _STATUSES[ANSWERED]


def add(db: Connection, answer_id: str, question: str, right: str, cites: Sequence[str], as_of: date, account: str) -> bool:
    """Make a turn a case; `right`: ANSWERED or REFUSED. False: it is one already."""
    row = {"answer_id": answer_id, "question": question, "wanted": list(_STATUSES[right]), "as_of": as_of, "added_by": account}
    sources = list(dict.fromkeys(cites)) if right == ANSWERED else []
    return insert_new(db, t, {**row, "cites": sources, "added_at": datetime.now(UTC)})


def remove(db: Connection, case_id: int) -> bool:
    """Take it out; False when it was gone."""
    return bool(db.execute(delete(t).where(t.c.id == case_id)).rowcount)


def kept(engine: Engine, limit: int | None = None, before: int | None = None) -> list[LoggedCase]:
    """All of them, the newest first; `before` an id for the next page."""
    query = select(t).order_by(t.c.id.desc()).limit(limit)
    with engine.connect() as db:
        return [_case(row) for row in db.execute(query.where(t.c.id < before) if before else query)]


def made_of(engine: Engine, answer_id: str) -> LoggedCase | None:
    """The case that a turn became, if it did."""
    with engine.connect() as db:
        row = db.execute(select(t).where(t.c.answer_id == answer_id)).one_or_none()
    return _case(row) if row else None


def _case(row: Any) -> LoggedCase:
    return LoggedCase(row.id, row.answer_id, row.question, tuple(row.wanted), tuple(row.cites), row.as_of, row.added_by, utc(row.added_at))
