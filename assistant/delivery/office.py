"""The post office: every part of the way from an update to a delivered answer, started and stopped together.

    office = PostOffice(records, channels, dialogue, …)
    app = create_app(assistant, lifespan=office.lifespan);  for routes in office.routes(): app.include_router(routes)

It lives in the process and on the event loop of the web app. Several processes may share the tables.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from traceback import format_exc
from typing import Protocol

import structlog
from fastapi import APIRouter, FastAPI
from sqlalchemy import Connection

from assistant.channels.answer_desk import AnswerDesk
from assistant.channels.base import PLATFORMS, Channel
from assistant.channels.web_site import Door
from assistant.delivery.alone import alone
from assistant.delivery.intake import GroupedIntake
from assistant.delivery.loops import keep_going
from assistant.delivery.sender import Sender
from assistant.delivery.telling import Telling
from assistant.delivery.threads import DatabaseThreads
from assistant.delivery.worker import Dialogue, Worker
from assistant.messages import Inbound, Message, Reply
from assistant.records.channel_records import ChannelRecords
from assistant.records.marks import add_counts
from assistant.records.outbox import Outgoing
from assistant.records.writing import writing

BEAT_SECONDS = 5.0
FINISH_SECONDS = 5.0
_DAY = timedelta(days=1)
log = structlog.get_logger(__name__)


class Announces(Protocol):
    """Fills the outbox with news. Until cancelled."""

    async def run(self, desk: AnswerDesk) -> None:
        """Again and again; questions that wait are asked at the desk."""


class PostOffice:
    """Takes in, answers, delivers. It is the Intake of its channels."""

    def __init__(
        self,
        records: ChannelRecords,
        channels: Sequence[Channel],
        dialogue: Dialogue,
        *,
        at_a_time: int = 4,
        deadline: float = 60.0,
        daily: Callable[[], None] = lambda: None,
        quiet: Callable[[], bool] = lambda: False,
        announcer: Announces | None = None,
    ) -> None:
        self.records = records
        self._channels = {channel.name: channel for channel in channels}
        self._dialogue = dialogue
        self._threads = DatabaseThreads()
        self._telling = Telling(self._channels)
        self._announcer = announcer
        self._sender = Sender(records, self._channels, self._threads, self.count, quiet)
        self._worker = Worker(records, self._channels, dialogue, self._sender, self._threads, at_a_time=at_a_time, deadline=deadline)
        self._counted: Counter[tuple[str, str]] = Counter()
        self._somebody_waits = False  # was told so while storing, and the outbox holds it
        self._daily = daily
        self._intake = GroupedIntake(lambda events: self._threads(records.inbox.take, events, self._tell_to_wait))

    @property
    def channels(self) -> list[str]:
        """The names of the channels that are on."""
        return list(self._channels)

    def doors(self) -> list[Door]:
        """The channels that are on and whose link is known."""
        return [Door(name, PLATFORMS.get(name, name), channel.link) for name, channel in self._channels.items() if channel.link]

    def close(self) -> None:
        """Hand back what is not done."""
        self.records.close()

    async def take(self, events: Sequence[Inbound]) -> int:
        """Store these, each once; how many were new, those of others at the same moment included."""
        new = await self._intake.take(events)
        for event in events:
            self.count(event.channel, f"in_{event.kind.value}")
        self._worker.wake()
        if self._somebody_waits:
            self._somebody_waits = False
            self._sender.wake()
        return new

    async def alone(self, what: str, work: Callable[[], Awaitable[None]]) -> None:
        """Do what one process does for all; see `assistant/delivery/alone.py`."""
        await alone(self.records.locks, self._threads, what, work)

    def count(self, channel: str, what: str) -> None:
        """Count something; written to the table a little later."""
        self._counted[channel, what] += 1

    def tell(self, channel: str, chat: str, message: Message, key: str, not_before: datetime | None = None) -> bool:
        """Put news for a chat into the outbox, once for each `key`. Blocks. False: we have no address, the chat is gone, or
        its platform would not let it through at that time.
        """
        known = self.records.chats.find(channel, chat)
        if known is None or not self._telling.may(known, not_before or datetime.now(UTC)):
            return False
        parcels = self._telling.parcels(known, self._telling.drafts(channel, [message])[0], key, not_before)
        with writing(self.records.engine) as db:
            self.records.outbox.put(db, parcels)
        return True

    def routes(self) -> list[APIRouter]:
        """The webhooks."""
        return [routes for channel in self._channels.values() if (routes := channel.routes(self))]

    @asynccontextmanager
    async def lifespan(self, app: FastAPI) -> AsyncIterator[None]:
        """Work while the web app does; answers are made at the desk of the app."""
        work = asyncio.create_task(self.run(app.state.desk))
        try:
            yield
        finally:
            work.cancel()
            with suppress(asyncio.CancelledError):
                await work

    async def run(self, desk: AnswerDesk) -> None:
        """Until cancelled. What a dead process left is taken over first."""
        loops: dict[str, Callable[[], Awaitable[None]]] = {
            "beat": self._beat,
            "counts": self._write_counts,
            "daily": partial(self.alone, "daily", self._every_day),
            "worker": partial(self._worker.run, desk),
            "sender": self._sender.run,
            **({"announcer": partial(self._announcer.run, desk)} if self._announcer else {}),
            **{name: partial(channel.listen, self) for name, channel in self._channels.items()},
        }
        tasks = [asyncio.create_task(keep_going(name, loop)) for name, loop in loops.items()]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._sender.finish(FINISH_SECONDS)
            for channel in self._channels.values():
                await channel.close()
            self._flush_counts()

    async def _beat(self) -> None:
        while True:
            await self._threads(self.records.owner.beat)
            if await self._threads(self.records.owner.take_over):
                self._worker.wake()
                self._sender.wake()
            await asyncio.sleep(BEAT_SECONDS)

    async def _every_day(self) -> None:
        while True:
            try:
                await self._threads(self._daily)
            except Exception:
                log.error("daily_work_failed", exception=format_exc(limit=-2))
            await asyncio.sleep(_DAY.total_seconds())

    async def _write_counts(self) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            await self._threads(self._flush_counts)

    def _flush_counts(self) -> None:
        counted, self._counted = self._counted, Counter()
        if counted:
            add_counts(self.records.engine, counted)

    def _tell_to_wait(self, db: Connection, inbound: Inbound, chat: str) -> None:
        """In the transaction that refuses one question too many."""
        drafts = self._channels[inbound.channel].render(Reply((self._dialogue.wait(inbound),)), inbound)
        key = f"wait:{inbound.channel}:{inbound.event_id}"
        parcels = [Outgoing(f"{key}:{n}", inbound.channel, chat, inbound.reply_to, draft) for n, draft in enumerate(drafts)]
        self.records.outbox.put(db, parcels)
        self._somebody_waits = True
