"""What follows when a curated answer is approved: its questions leave the queue, and those who waited for it are told.

It happens in the background, from the records: an approval whose process died a moment later is followed up by the next one.
Doing it twice does no harm: only open cards are closed, and only people who still wait are told.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, select

from assistant.announcer import tell_answered
from assistant.curated.shelf import Kept, Shelf
from assistant.models import Answer
from assistant.records import review as rows
from assistant.records import review_tables as r
from assistant.records.curated import FOLLOWED_AS
from assistant.records.setting_tables import revisions
from assistant.records.wants import Wants
from assistant.records.writing import upsert, writing
from assistant.review.rules import ANSWERED
from knowledge.base import KnowledgeBase
from knowledge.rows import utc

_DONE = "approvals"
_MOST_WANTS, _MOST_GROUPS = 5000, 2000
# An approval is dated before its transaction ends: one of another process may be seen after a later one.
_SLOW = timedelta(minutes=1)
_EVER = datetime(2000, 1, 1, tzinfo=UTC)
OfficeAnswer = Callable[[str], Answer | None]


class Approvals:
    """`answering` gives the curated answer to a question as people get it. All calls block."""

    def __init__(self, engine: Engine, base: KnowledgeBase, shelf: Shelf, answering: OfficeAnswer, wants: Wants) -> None:
        self._engine = engine
        self._base = base
        self._shelf = shelf
        self._answering = answering
        self._wants = wants

    def follow(self) -> int:
        """Look whether something was approved; how many people will be told."""
        with self._engine.connect() as db:
            now = db.execute(select(revisions.c.number).where(revisions.c.name == FOLLOWED_AS)).scalar() or 0
            done = db.execute(select(r.review_progress).where(r.review_progress.c.name == _DONE)).one_or_none()
        if now == (done.number if done else 0):
            return 0
        since = utc(done.at) if done and done.at else _EVER
        times = [(kept, kept.curated.approved_at) for kept in self._shelf.all(self._base.view()) if kept.curated.approved_at]
        told = sum(self._follow(kept) for kept, approved_at in times if approved_at > since - _SLOW)
        newest = max((since, *(approved_at for _, approved_at in times)))
        with writing(self._engine) as db:
            upsert(db, r.review_progress, {"name": _DONE, "number": now, "at": newest}, {"number": now, "at": newest})
        return told

    def _follow(self, kept: Kept) -> int:
        view = self._base.view()
        found = rows.groups(self._engine, limit=_MOST_GROUPS)
        fitting = self._shelf.matches(kept.words, [group.question for group in found], view)
        ids = [group.id for group, fits in zip(found, fitting, strict=True) if fits or group.curated_id == kept.curated.id]
        with writing(self._engine) as db:
            rows.answered_by(db, ids, kept.curated.id, kept.curated.approver or "", ANSWERED, view.release.number)
        return self._tell(kept)

    def _tell(self, kept: Kept) -> int:
        """Those who asked to be told, and whose question this is."""
        waiting = [(want.answer_id, want.asked.words or want.asked.question) for want in self._wants.unanswered(_MOST_WANTS) if want.asked]
        fitting = self._shelf.matches(kept.words, [question for _, question in waiting], self._base.view())
        ids = [answer_id for (answer_id, _), fits in zip(waiting, fitting, strict=True) if fits]
        answer = self._answering(kept.words.question) if ids else None
        return tell_answered(self._wants, ids, answer) if answer else 0
