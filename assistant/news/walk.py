"""The walk through the subscribers: a hundred at a time, each told in the transaction that remembers it.

Where a platform lets us write only for a while after a person's last message, nobody is walked to. Those who write again
are caught up with at that moment, with whatever they missed and is still worth telling.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from assistant.clock import HERE
from assistant.delivery.telling import Telling
from assistant.library import ReadsDocuments
from assistant.messages import Draft
from assistant.news.items import REMINDERS, is_over
from assistant.news.plan import Plan
from assistant.news.wishes import fulfilled
from assistant.news.wording import Piece, messages
from assistant.records.channel_records import ChannelRecords
from assistant.records.chats import Chat
from assistant.records.newsbook import Campaign, Item, NewsBook, Subscriber
from assistant.records.outbox import Outgoing
from assistant.records.subscriptions import NEWS_KEY, told
from assistant.records.writing import writing

AT_A_TIME = 100
MOST_ON_THE_WAY = 1000
"""More than that does not wait in the outbox: the rest is put there when the first have left."""
ENDS_SOON = timedelta(days=30)
Wanted = Sequence[tuple[Piece, frozenset[str]]]
GoOn = Callable[[], bool]


class Walk:
    """Tells one campaign after the other. May stop at any point, also by being killed; who goes on repeats nothing."""

    def __init__(self, records: ChannelRecords, book: NewsBook, library: ReadsDocuments, telling: Telling, plan: Plan) -> None:
        self._records = records
        self._book = book
        self._library = library
        self._telling = telling
        self._plan = plan
        self._drafts: dict[object, list[list[Draft]]] = {}

    def go_on(self, now: datetime, may_go_on: GoOn = lambda: True) -> None:
        """Go on with the campaign under way, or begin the next one; until everybody is told or the outbox is full."""
        self._drafts.clear()
        today = now.astimezone(HERE).date()
        campaign = self._book.under_way() or self._next(now, today)
        if campaign is None or self._tell(campaign, now, today, may_go_on):
            self._catch_up(now, today, may_go_on)

    def _next(self, now: datetime, today: date) -> Campaign | None:
        """What has waited long enough and is still there and still true. What is not there may come back, and waits."""
        waiting = self._book.waiting(now - self._plan.wait)
        found = [(item, document) for item in waiting if (document := self._library.document(item.document_id))]
        late = [item for item, document in found if is_over(item, document, today)]
        self._book.forget(late)
        ready = [item for item, _ in found if item not in late]
        return self._book.begin(ready) if ready else None

    def _tell(self, campaign: Campaign, now: datetime, today: date, may_go_on: GoOn) -> bool:
        """Whether everybody has been seen to."""
        wanted = self._wanted(campaign.items, today)
        wishes = frozenset[str]().union(*(wishes for _, wishes in wanted))
        while wishes:
            if not may_go_on() or self._book.on_the_way() >= MOST_ON_THE_WAY:
                return False
            some = self._book.subscribers(campaign, self._telling.always, wishes, AT_A_TIME)
            if not some:
                break
            campaign = replace(campaign, at=(some[-1].channel, some[-1].chat))
            self._tell_some(some, wanted, campaign.id, now, campaign)
        self._book.finish(campaign)
        return True

    def _catch_up(self, now: datetime, today: date, may_go_on: GoOn) -> None:
        """Those who can be reached now and could not then."""
        newest = self._book.newest_done()
        for channel, seen_after in self._telling.seen_after(now).items():
            while channel in self._telling.windows and newest and may_go_on() and self._book.on_the_way() < MOST_ON_THE_WAY:
                some = self._book.latecomers([channel], seen_after, newest, AT_A_TIME)
                if not some:
                    break
                since = min(to for one in some for to in one.wishes.values())
                self._tell_some(some, self._wanted(self._book.told_between(since, newest), today), newest, now)

    def _wanted(self, items: Iterable[Item], today: date) -> Wanted:
        """What is still worth telling, each with the wishes that it fulfils."""
        pieces = [Piece(item, document) for item in items if (document := self._library.document(item.document_id))]
        return [
            (piece, fulfilled(piece.document, reminder=piece.item.what in REMINDERS))
            for piece in pieces
            if not is_over(piece.item, piece.document, today)
        ]

    def _tell_some(self, some: Sequence[Subscriber], wanted: Wanted, number: int, now: datetime, campaign: Campaign | None = None) -> None:
        """Render first, then write it all in one transaction."""
        known = self._records.chats.find_some([(one.channel, one.chat) for one in some])
        ready = [(one, self._parcels(one, known.get((one.channel, one.chat)), wanted, number, now)) for one in some]
        with writing(self._records.engine) as db:
            for one, parcels in ready:
                if told(db, one.channel, one.chat, number):
                    self._records.outbox.put(db, parcels)
            if campaign:
                self._book.move(db, campaign, campaign.at)

    def _parcels(self, one: Subscriber, known: Chat | None, wanted: Wanted, number: int, now: datetime) -> list[Outgoing]:
        """What this subscriber is told; nothing when there is nobody to tell."""
        if known is None or not self._telling.may(known, now):
            return []
        told = ((piece, {w for w, to in one.wishes.items() if w in wishes and to < piece.item.campaign}) for piece, wishes in wanted)
        new = [(piece, wishes) for piece, wishes in told if wishes]
        key = f"{NEWS_KEY}{number}:{one.channel}:{one.chat}"
        drafts = self._drafts_of(known, new, now) if new else []
        return [parcel for n, draft in enumerate(drafts) for parcel in self._telling.parcels(known, draft, f"{key}:{n}")]

    def _drafts_of(self, known: Chat, new: Sequence[tuple[Piece, set[str]]], now: datetime) -> list[list[Draft]]:
        """Rendered once for all subscribers of a channel that are told the same."""
        wishes = tuple(sorted(set[str]().union(*(wishes for _, wishes in new))))
        end = known.seen_at + self._plan.subscriptions
        ends = end.astimezone(HERE).date() if end - now < ENDS_SOON else None
        like_this = (known.channel, tuple(piece.item.key for piece, _ in new), wishes, ends)
        if like_this not in self._drafts:
            told = messages([piece for piece, _ in new], wishes, now.astimezone(HERE).date(), self._plan.digest_above, ends)
            self._drafts[like_this] = self._telling.drafts(known.channel, told)
        return self._drafts[like_this]
