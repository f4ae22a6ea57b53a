"""What follows when a curated answer is approved: its questions leave the queue, and those who waited for it are told.

It happens in the background, from the records: an approval whose process died a moment later is followed up by the next one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Engine, select

from assistant.curated.shelf import Kept, Shelf
from assistant.models import Answer
from assistant.records import review as rows
from assistant.records import review_tables as r
from assistant.records.setting_tables import revisions
from assistant.records.wants import Wants
from assistant.records.writing import upsert, writing
from assistant.review.rules import ANSWERED
from knowledge.base import KnowledgeBase

_DONE = "approvals"
_MOST_WANTS, _MOST_GROUPS = 5000, 2000
OfficeAnswer = Callable[[str], Answer | None]


class Approvals:
    """`answering` gives the curated answer to a question as people get it. All calls block."""

    def __init__(self, engine: Engine, base: KnowledgeBase, shelf: Shelf, answering: OfficeAnswer, wants: Wants | None) -> None:
        self._engine = engine
        self._base = base
        self._shelf = shelf
        self._answering = answering
        self._wants = wants

    def follow(self) -> int:
        """Look whether something was approved; how many people will be told."""
        with self._engine.connect() as db:
            now = db.execute(select(revisions.c.number).where(revisions.c.name == "curated")).scalar() or 0
            done = db.execute(select(r.review_progress).where(r.review_progress.c.name == _DONE)).one_or_none()
        if done is not None and done.number == now:
            return 0
        since = done.at.replace(tzinfo=done.at.tzinfo or UTC) if done is not None and done.at else datetime.min.replace(tzinfo=UTC)
        kept = [k for k in self._shelf.all(self._base.view()) if k.curated.approved_at and k.curated.approved_at >= since]
        told = sum(self._follow(k) for k in kept)
        newest = max((k.curated.approved_at for k in kept if k.curated.approved_at), default=since)
        with writing(self._engine) as db:
            upsert(db, r.review_progress, {"name": _DONE, "number": now, "at": newest}, {"number": now, "at": newest})
        return told

    def _follow(self, kept: Kept) -> int:
        view = self._base.view()
        found = [group for group in rows.groups(self._engine, limit=_MOST_GROUPS) if group.question]
        fitting = self._shelf.matches(kept.words, [group.question for group in found], view)
        ids = [group.id for group, fits in zip(found, fitting, strict=True) if fits or group.curated_id == kept.curated.id]
        with writing(self._engine) as db:
            rows.answered_by(db, ids, kept.curated.id, kept.curated.approver or "", ANSWERED, view.release.number)
        return self._tell(kept)

    def _tell(self, kept: Kept) -> int:
        """Those who asked to be told, and whose question this is."""
        waiting = [want for want in self._wants.untried("", _MOST_WANTS) if want.asked] if self._wants else []
        questions = [want.asked.words or want.asked.question if want.asked else "" for want in waiting]
        fitting = self._shelf.matches(kept.words, questions, self._base.view())
        answer = self._answering(kept.words.question) if any(fitting) else None
        if answer is None or self._wants is None:
            return 0
        return self._wants.answered([want.answer_id for want, fits in zip(waiting, fitting, strict=True) if fits], answer)
