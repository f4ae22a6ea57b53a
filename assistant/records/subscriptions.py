"""What chats subscribed to. Only chats that agreed to be remembered have rows here; a wish is a short text of ours
(`assistant/news/wishes.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, delete, func, select, update

from assistant.messages import Effect
from assistant.records import news_tables as t
from assistant.records.channel_tables import chats, outbox
from assistant.records.outbox import NEWS
from assistant.records.privacy import ON_ERASE, PROMISES
from assistant.records.writing import insert_new

MOST_WISHES = 30
NEWS_KEY = "news:"
"""How the keys of parcels begin that hold what was subscribed to."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many chats subscribed to anything, and how many to each wish, the most frequent first."""

    chats: int
    wishes: Mapping[str, int]


class Subscriptions:
    """Look up, subscribe, unsubscribe."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, channel: str, chat: str) -> dict[str, datetime]:
        """The wishes of a chat and since when it has them, the oldest first."""
        query = select(t.subscriptions.c.wish, t.subscriptions.c.since).where(_mine(channel, chat)).order_by(t.subscriptions.c.since)
        with self._engine.connect() as db:
            return {row.wish: row.since for row in db.execute(query)}

    def counts(self) -> Counts:
        """How many subscribed to what; whose they are is not told."""
        n, chats_here = func.count(), select(t.subscriptions.c.channel, t.subscriptions.c.chat).distinct().subquery()
        query = select(t.subscriptions.c.wish, n).group_by(t.subscriptions.c.wish).order_by(n.desc(), t.subscriptions.c.wish)
        with self._engine.connect() as db:
            wishes = {wish: int(count) for wish, count in db.execute(query)}
            return Counts(int(db.execute(select(func.count()).select_from(chats_here)).scalar_one()), wishes)

    def add(self, channel: str, chat: str, wish: str) -> Effect:
        """Tell this chat from now on; of what is being told already, it hears no more."""

        def effect(db: Connection) -> None:
            if db.execute(select(func.count()).where(_mine(channel, chat)).select_from(t.subscriptions)).scalar_one() >= MOST_WISHES:
                return
            newest = db.execute(select(func.coalesce(func.max(t.campaigns.c.id), 0))).scalar_one()
            row = {"channel": channel, "chat": chat, "wish": wish, "told_to": newest, "since": datetime.now(UTC)}
            insert_new(db, t.subscriptions, row)

        return effect

    def remove(self, channel: str, chat: str, wish: str | None = None) -> Effect:
        """Tell this chat no more, of this or of anything."""
        if wish is not None:
            return lambda db: _delete(db, _mine(channel, chat) & (t.subscriptions.c.wish == wish))

        def effect(db: Connection) -> None:
            _delete(db, _mine(channel, chat))
            unsent = (outbox.c.channel == channel, outbox.c.chat == chat, outbox.c.lane == NEWS, outbox.c.state == "ready")
            db.execute(delete(outbox).where(*unsent, outbox.c.owner.is_(None), outbox.c.key.startswith(NEWS_KEY)))

        return effect


def told(db: Connection, channel: str, chat: str, campaign: int) -> bool:
    """Within a transaction: this chat need hear no more of anything up to this campaign. False: so it was before, or it
    unsubscribed.
    """
    behind = _mine(channel, chat) & (t.subscriptions.c.told_to < campaign)
    return bool(db.execute(update(t.subscriptions).where(behind).values(told_to=campaign)).rowcount)


def end_stale(db: Connection, last_sign: timedelta) -> None:
    """Within a transaction: nobody has been seen at these subscriptions for so long that they end."""
    stale = select(chats.c.chat).where(_OF_THE_CHAT, chats.c.seen_at < datetime.now(UTC) - last_sign)
    db.execute(delete(t.subscriptions).where(stale.exists()))


def _mine(channel: str, chat: str) -> ColumnElement[bool]:
    return (t.subscriptions.c.channel == channel) & (t.subscriptions.c.chat == chat)


def _delete(db: Connection, which: ColumnElement[bool]) -> None:
    db.execute(delete(t.subscriptions).where(which))


_OF_THE_CHAT = (t.subscriptions.c.channel == chats.c.channel) & (t.subscriptions.c.chat == chats.c.chat)
PROMISES.append(select(t.subscriptions.c.wish).where(_OF_THE_CHAT).exists())
ON_ERASE.append(lambda db, channel, chat: _delete(db, _mine(channel, chat)))
