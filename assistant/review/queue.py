"""The queue is filled in the background: `collect` reads a bounded number of turns from the log and puts them into groups.

    queue = ReviewQueue(engine, base, lambda: settings.answer_threshold)
    while queue.collect(): …        # True: there is more

Reading and embedding happen outside of any transaction; what was found is stored, with how far the reading came, in one. When
two processes read the same turns, the second stores nothing twice: a turn is in the queue once, by its answer id.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select, update

from assistant.records import review_tables as r
from assistant.records import tables as t
from assistant.records.review import HANDLED, OPEN
from assistant.records.writing import insert_new, writing
from assistant.review.collecting import Found, keep_progress, read_log
from assistant.review.grouping import Groups
from assistant.review.rules import DOWN, REPORTED, comes_back
from knowledge.base import KnowledgeBase, View
from knowledge.rows import utc

LIMIT = 100
# Groups that nobody added to for so long are no longer looked at when questions are put together.
_REMEMBERED = timedelta(days=400)


class ReviewQueue:
    """One loop of a process uses it. All calls block."""

    def __init__(self, engine: Engine, base: KnowledgeBase, threshold: Callable[[], float]) -> None:
        self._engine = engine
        self._base = base
        self._threshold = threshold
        self._groups = Groups(base)
        self._release = ""

    def collect(self, limit: int = LIMIT) -> bool:
        """Take the next turns in; True when there may be more at once."""
        reading = read_log(self._engine, self._threshold(), limit)
        places = self._places(reading.found) if reading.found else {}
        try:
            with writing(self._engine) as db:
                for found in reading.found:
                    self._store(db, found, places)
                keep_progress(db, reading)
        except Exception:
            self._release = ""  # what is in memory may not be in the table: read it again
            raise
        return reading.full

    def _places(self, found: Sequence[Found]) -> dict[str, int]:
        """For each question (by digest) its group."""
        view = self._base.view()
        self._catch_up(view)
        known = self._of_same_words({one.digest for one in found})
        for one in found:
            if one.digest not in known:
                known[one.digest] = self._groups.place(one.text, view)
        return known

    def _of_same_words(self, digests: Collection[str]) -> dict[str, int]:
        """The groups of questions that were typed before."""
        query = select(r.review_turns.c.digest, func.max(r.review_turns.c.group_id)).group_by(r.review_turns.c.digest)
        with self._engine.connect() as db:
            return {row[0]: row[1] for row in db.execute(query.where(r.review_turns.c.digest.in_(digests)))}

    def _catch_up(self, view: View) -> None:
        """Groups that others made; all of them again after a new release, whose words weigh otherwise."""
        if self._release != view.release.key:
            self._groups, self._release = Groups(self._base), view.release.key
        g = r.review_groups.c
        query = select(g.id, g.vector, t.turns.c.question, t.turns.c.understood_as).join(t.turns, t.turns.c.answer_id == g.example)
        query = query.where(
            g.embedder == self._base.embedder.name,
            g.id > self._groups.newest,
            g.last_at > datetime.now(UTC) - _REMEMBERED,
            t.turns.c.question != "",
        )
        with self._engine.connect() as db:
            rows = db.execute(query.order_by(g.id)).all()
        for row in rows:
            self._groups.learn(row.id, row.understood_as or row.question, row.vector, view)

    def _store(self, db: Connection, found: Found, places: dict[str, int]) -> None:
        known = db.execute(select(r.review_turns).where(r.review_turns.c.answer_id == found.answer_id)).one_or_none()
        if known is not None:
            self._worse(db, found, known)
            return
        if places[found.digest] < 0:
            made = self._new(db, found, places[found.digest])
            places |= {digest: made for digest, place in places.items() if place == places[found.digest]}
        row = {"answer_id": found.answer_id, "group_id": places[found.digest], "reason": found.reason}
        if insert_new(db, r.review_turns, {**row, "digest": found.digest, "asked_at": found.asked_at}):
            _count(db, places[found.digest], found, 1)

    def _new(self, db: Connection, found: Found, unstored: int) -> int:
        """A new group, with its first question."""
        row = {"state": OPEN, "example": found.answer_id, "vector": self._groups.vector(unstored), "embedder": self._base.embedder.name}
        times = {"first_at": found.asked_at, "last_at": found.asked_at}
        statement = insert(r.review_groups).values(**row, **times, size=0, waiting=0).returning(r.review_groups.c.id)
        group_id: int = db.execute(statement).scalar_one()
        self._groups.stored(unstored, group_id)
        return group_id

    @staticmethod
    def _worse(db: Connection, found: Found, known: Any) -> None:
        """A turn that is here already, and which somebody has now objected to, or said more of."""
        if found.reason == known.reason or found.reason not in (DOWN, REPORTED) or known.reason == REPORTED:
            return
        db.execute(update(r.review_turns).where(r.review_turns.c.answer_id == found.answer_id).values(reason=found.reason))
        _count(db, known.group_id, found, 0)


def _count(db: Connection, group_id: int, found: Found, turns: int) -> None:
    """One more for this reason; a handled group may come back."""
    g = r.review_groups
    row = db.execute(select(g).where(g.c.id == group_id)).one()
    newest = found.asked_at >= utc(row.last_at)
    values: dict[str, Any] = {"size": g.c.size + turns, "waiting": g.c.waiting + turns, found.reason: g.c[found.reason] + 1}
    values |= {"last_at": found.asked_at, "example": found.answer_id} if newest else {}
    objections = row.down + row.reported + 1
    newer = found.release > (row.handled_release or 0)
    # A question that was asked before somebody handled its card, and read after it, is among those that were handled.
    late = row.handled_at is not None and found.reason not in (DOWN, REPORTED) and found.asked_at <= utc(row.handled_at)
    if row.state == HANDLED and not late and comes_back(row.verdict or "", found.reason, since=objections, newer_release=newer):
        values |= {"state": OPEN, "version": g.c.version + 1}
        note = {"group_id": group_id, "at": datetime.now(UTC), "account": "", "action": "back", "note": found.reason}
        db.execute(insert(r.review_history).values(**note))
    db.execute(update(g).where(g.c.id == group_id).values(**values))
