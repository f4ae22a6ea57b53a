"""What there is to tell, and how far the telling got.

News is told in campaigns: what has waited long enough is told together, to one subscriber after the other in the order of
their pseudonyms. A cursor remembers how far that came, `subscriptions.told_to` who has heard it: a process that dies in
the middle is followed by another one that goes on, and nobody hears anything twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, and_, func, insert, literal, select, tuple_, update

from assistant.records import news_tables as t
from assistant.records.channel_tables import chats, outbox
from assistant.records.outbox import NEWS
from assistant.records.writing import insert_new, writing
from knowledge.rows import batches

NEVER = 0
_BASELINE = "baseline"


@dataclass(frozen=True, slots=True)
class Item:
    """Something to tell. `what`: document, event, deadline or start. `names`: what it is known by; one that is known
    already makes it no news. `day`: of the deadline or start. `campaign`, `key`: in the table, once it is there.
    """

    what: str
    document_id: str
    names: tuple[str, ...]
    day: date | None = None
    campaign: int = NEVER
    key: str = ""


@dataclass(frozen=True, slots=True)
class Campaign:
    """News told together, and how far that is: everybody up to the cursor has been seen to."""

    id: int
    at: tuple[str, str]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A chat and those of its wishes that were asked for, each with the newest campaign that is none of its business."""

    channel: str
    chat: str
    wishes: Mapping[str, int]


class NewsBook:
    """All calls block."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begun(self) -> bool:
        """Whether anything was ever looked at: what is there on the first day is no news."""
        with self._engine.connect() as db:
            return db.execute(select(t.news.c.key).where(t.news.c.key == _key(_BASELINE))).first() is not None

    def note(self, items: Iterable[Item], at: datetime, *, to_tell: bool) -> int:
        """Note these as found at that moment; how many were new. `to_tell`: or only known from now on."""
        return sum(self._note_some(some, at, None if to_tell else NEVER) for some in batches(items))

    def begin_with_these(self, at: datetime) -> None:
        """What is there on the first day has been noted."""
        with writing(self._engine) as db:
            insert_new(db, t.news, _row(_BASELINE, Item("", "", ()), at, NEVER))

    def _note_some(self, items: Sequence[Item], at: datetime, campaign: int | None) -> int:
        """Every name becomes known; the first stands for the item. Nothing is locked when all of them are."""
        keys = [_key(name) for item in items for name in item.names]
        query = select(t.news.c.key).where(t.news.c.key.in_(keys))
        with self._engine.connect() as db:
            if set(db.execute(query).scalars()).issuperset(keys):
                return 0
        with writing(self._engine) as db:
            known = set(db.execute(query).scalars())
            new = 0
            for item in items:
                first = known.isdisjoint(map(_key, item.names))
                known.update(map(_key, item.names))
                new += first
                for n, name in enumerate(item.names):
                    insert_new(db, t.news, _row(name, item, at, campaign if first and not n else NEVER))
        return new

    def under_way(self) -> Campaign | None:
        """The campaign that is not done."""
        with self._engine.connect() as db:
            row = db.execute(select(t.campaigns).where(t.campaigns.c.done_at.is_(None)).order_by(t.campaigns.c.id)).first()
            return Campaign(row.id, (row.at_channel, row.at_chat), self._items(db, t.news.c.campaign == row.id)) if row else None

    def waiting(self, found_before: datetime) -> tuple[Item, ...]:
        """What has waited long enough to be told."""
        with self._engine.connect() as db:
            return self._items(db, t.news.c.campaign.is_(None) & (t.news.c.found_at <= found_before))

    def forget(self, items: Iterable[Item]) -> None:
        """These will not be told."""
        for some in batches(items):
            with writing(self._engine) as db:
                db.execute(update(t.news).where(_waits(some)).values(campaign=NEVER))

    def begin(self, items: Iterable[Item]) -> Campaign:
        """Begin to tell these together; what somebody else began to tell in between is left out."""
        with writing(self._engine) as db:
            number = db.execute(insert(t.campaigns).values(begun_at=datetime.now(UTC)).returning(t.campaigns.c.id)).scalar_one()
            for some in batches(items):
                db.execute(update(t.news).where(_waits(some)).values(campaign=number))
            return Campaign(number, ("", ""), self._items(db, t.news.c.campaign == number))

    def told_between(self, after: int, to: int) -> tuple[Item, ...]:
        """The items of these campaigns, the first not counted."""
        with self._engine.connect() as db:
            return self._items(db, and_(t.news.c.campaign > after, t.news.c.campaign <= to))

    def newest_done(self) -> int:
        """The newest campaign that has been told to everybody; 0 when there is none, or one is under way."""
        with self._engine.connect() as db:
            if db.execute(select(t.campaigns.c.id).where(t.campaigns.c.done_at.is_(None))).first():
                return 0
            return int(db.execute(select(func.coalesce(func.max(t.campaigns.c.id), 0))).scalar_one())

    def _items(self, db: Connection, which: ColumnElement[bool]) -> tuple[Item, ...]:
        rows = db.execute(select(t.news).where(which).order_by(t.news.c.campaign, t.news.c.found_at, t.news.c.what, t.news.c.document_id))
        return tuple(Item(row.what, row.document_id, (), row.day, row.campaign or NEVER, row.key) for row in rows)

    def subscribers(self, campaign: Campaign, channels: Collection[str], wishes: Collection[str], limit: int) -> list[Subscriber]:
        """The next `limit` chats of these channels behind the cursor that have one of these wishes and have not heard of it."""
        s = t.subscriptions.c
        behind = tuple_(s.channel, s.chat) > tuple_(*map(literal, campaign.at))
        return self._grouped(and_(s.channel.in_(channels), s.wish.in_(wishes), s.told_to < campaign.id, behind), limit)

    def latecomers(self, channels: Collection[str], seen_after: datetime, campaign: int, limit: int) -> list[Subscriber]:
        """Chats of these channels that can be reached now and have not heard of everything up to this campaign."""
        s = t.subscriptions.c
        here = and_(chats.c.channel == s.channel, chats.c.chat == s.chat, chats.c.seen_at > seen_after, chats.c.gone_at.is_(None))
        return self._grouped(and_(s.channel.in_(channels), s.told_to < campaign, select(chats.c.chat).where(here).exists()), limit)

    def _grouped(self, wanted: ColumnElement[bool], limit: int) -> list[Subscriber]:
        s = t.subscriptions.c
        some = select(s.channel, s.chat).where(wanted).distinct().order_by(s.channel, s.chat).limit(limit).subquery()
        query = select(s.channel, s.chat, s.wish, s.told_to).join(some, and_(s.channel == some.c.channel, s.chat == some.c.chat))
        with self._engine.connect() as db:
            rows = db.execute(query.where(wanted).order_by(s.channel, s.chat, s.wish)).all()
        return list(_subscribers(rows))

    def move(self, db: Connection, campaign: Campaign, at: tuple[str, str]) -> None:
        """Within a transaction: everybody up to here has been seen to."""
        db.execute(update(t.campaigns).where(t.campaigns.c.id == campaign.id).values(at_channel=at[0], at_chat=at[1]))

    def finish(self, campaign: Campaign) -> None:
        """Everybody has been seen to."""
        with writing(self._engine) as db:
            db.execute(update(t.campaigns).where(t.campaigns.c.id == campaign.id).values(done_at=datetime.now(UTC)))

    def on_the_way(self) -> int:
        """How much news waits in the outbox."""
        with self._engine.connect() as db:
            return int(db.execute(select(func.count()).where(outbox.c.lane == NEWS, outbox.c.done_at.is_(None))).scalar_one())


def _subscribers(rows: Sequence[Any]) -> Iterator[Subscriber]:
    for (channel, chat), some in groupby(rows, key=lambda row: (row.channel, row.chat)):
        yield Subscriber(channel, chat, {row.wish: row.told_to for row in some})


def _row(name: str, item: Item, at: datetime, campaign: int | None) -> dict[str, object]:
    row = {"key": _key(name), "what": item.what, "document_id": item.document_id, "day": item.day}
    return {**row, "found_at": at, "campaign": campaign}


def _waits(items: Sequence[Item]) -> ColumnElement[bool]:
    return t.news.c.campaign.is_(None) & t.news.c.key.in_([item.key for item in items])


def _key(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:40]
