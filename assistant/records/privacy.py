"""What is stored about a chat, shown or erased; and what is deleted because its time is over.

A turn of the log is not deleted but emptied: how it ended and how long it took stay, for the counts. Tables that other
files add for a chat join in by `ON_ERASE`, and by `PROMISES` where they hold something a chat was promised.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, delete, or_, select, update

from assistant.records import channel_tables as c
from assistant.records import tables as t
from assistant.records.case_tables import cases
from assistant.records.ledger import forget_words
from assistant.records.ledger_tables import asked
from assistant.records.review_tables import review_turns
from assistant.records.writing import writing

REPEATS_KNOWN_FOR = timedelta(days=7)
LINKS_KNOWN_FOR = timedelta(days=90)
Eraser = Callable[[Connection, str, str], None]
ON_ERASE: list[Eraser] = []
"""Called with (transaction, channel, chat pseudonym) when a chat is erased or its time is over."""
PROMISES: list[ColumnElement[bool]] = []
"""Conditions on a row of `chats`: while one holds, its address is kept although nobody wrote for long. Words are not."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Everything about a chat, as rows."""

    turns: list[dict[str, Any]] = field(default_factory=list)
    feedback: list[dict[str, Any]] = field(default_factory=list)
    remarks: list[dict[str, Any]] = field(default_factory=list)
    consents: list[dict[str, Any]] = field(default_factory=list)


def _turns_of(channel: str, chat: str) -> ColumnElement[bool]:
    return t.turns.c.conversation_id.like(f"{channel}:{chat}:%")


def stored_about(engine: Engine, channel: str, chat: str) -> Stored:
    """What a person may see of what we keep."""
    mine = _turns_of(channel, chat)
    queries = (
        select(t.turns).where(mine).order_by(t.turns.c.asked_at),
        select(t.feedback).join(t.turns).where(mine).order_by(t.feedback.c.given_at),
        select(c.remarks).where(c.remarks.c.channel == channel, c.remarks.c.chat == chat).order_by(c.remarks.c.at),
        select(c.consents).where(c.consents.c.channel == channel, c.consents.c.chat == chat).order_by(c.consents.c.at),
    )
    with engine.connect() as db:
        return Stored(*([dict(row) for row in db.execute(query).mappings()] for query in queries))


def erase(db: Connection, channel: str, chat: str) -> None:
    """Within a transaction: nothing is left but counts and the consent log."""
    mine = _turns_of(channel, chat)
    answers = select(t.turns.c.answer_id).where(mine)
    db.execute(update(t.feedback).where(t.feedback.c.answer_id.in_(answers)).values(comment=None))
    for table in (review_turns, cases):
        db.execute(delete(table).where(table.c.answer_id.in_(answers)))
    _empty(db, mine)
    db.execute(delete(c.remarks).where(c.remarks.c.channel == channel, c.remarks.c.chat == chat))
    db.execute(delete(c.outbox).where(c.outbox.c.channel == channel, c.outbox.c.chat == chat, c.outbox.c.state == "ready"))
    db.execute(delete(c.chats).where(c.chats.c.channel == channel, c.chats.c.chat == chat))
    for eraser in ON_ERASE:
        eraser(db, channel, chat)


def _empty(db: Connection, which: ColumnElement[bool]) -> None:
    nothing: dict[str, Any] = {
        "question": "",
        "understood_as": "",
        "text": "",
        "sources": [],
        "passages": [],
        "conversation_id": None,
        "error": None,
        "trace": None,
    }
    forget_words(db, db.execute(select(asked.c.id).join(t.turns, t.turns.c.answer_id == asked.c.answer_id).where(which)).scalars().all())
    db.execute(update(t.turns).where(which).values(**nothing))


def prune(engine: Engine, keep: timedelta) -> None:
    """The daily work: delete what is older than it may be. `keep`: how long words and addresses are kept."""
    now = datetime.now(UTC)
    with writing(engine) as db:
        over = (c.chats.c.expires_at < now, *(~promised for promised in PROMISES))
        for channel, chat in db.execute(select(c.chats.c.channel, c.chats.c.chat).where(*over)).all():
            erase(db, channel, chat)
        _empty(db, (t.turns.c.asked_at < now - keep) & or_(t.turns.c.question != "", t.turns.c.text != ""))
        db.execute(update(t.feedback).where(t.feedback.c.given_at < now - keep, t.feedback.c.comment.is_not(None)).values(comment=None))
        db.execute(delete(c.remarks).where(c.remarks.c.at < now - keep))
        db.execute(delete(c.inbox).where(c.inbox.c.done_at < now - REPEATS_KNOWN_FOR))
        db.execute(delete(c.outbox).where(c.outbox.c.done_at < now - max(keep, REPEATS_KNOWN_FOR)))
        db.execute(delete(c.marks).where(c.marks.c.until < now))
        db.execute(delete(c.links).where(c.links.c.used_at < now - LINKS_KNOWN_FOR))
    tidy(engine)


def tidy(engine: Engine) -> None:
    """SQLite: what was overwritten must not live on in the write-ahead log. Best effort: a reader at work may delay it to the
    next time.
    """
    if engine.dialect.name == "sqlite":
        with engine.connect() as db:
            db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
