"""Delivers what is in the outbox: in order within a chat, many chats at a time, and never a second copy.

What becomes of a parcel depends only on what the channel said (see `assistant/channels/base.py`):

    returned an id    sent
    NotSent           again, after a pause; failed when that has gone on for a day
    Refused           its fallback once, else failed
    Failed            again once, else failed
    Ambiguous         unknown, never again
    ChatGone          failed, with all that waits for this chat
    ChatMoved         again, at the new address
    ChannelDown       again, once the channel is up
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from traceback import format_exc
from typing import Any, TypeAlias

import structlog
from structlog.contextvars import bind_contextvars

from assistant.channels.base import Ambiguous, Channel, ChannelDown, ChatGone, ChatMoved, DeliveryProblem, Failed, NotSent, Refused
from assistant.delivery.loops import Bell
from assistant.delivery.threads import DatabaseThreads
from assistant.records.channel_records import ChannelRecords
from assistant.records.outbox import NEWS, NotOurs, Parcel
from assistant.records.writing import writing

AT_A_TIME = 64
POLL_SECONDS = 1.0
DOWN_SECONDS = 30.0
NEWS_AT_A_TIME = 8
"""News takes few places and few turns of a channel's pace: answers go past it."""
SECOND_TRY_AFTER = 1.0
GIVE_UP_AFTER = timedelta(hours=24)
_LONGEST_PAUSE = 120.0
log = structlog.get_logger(__name__)
Count: TypeAlias = Callable[[str, str], None]


class Sender:
    """The loop that empties the outbox."""

    def __init__(
        self,
        records: ChannelRecords,
        channels: Mapping[str, Channel],
        threads: DatabaseThreads,
        count: Count,
        quiet: Callable[[], bool] = lambda: False,
    ) -> None:
        self._quiet = quiet
        self._news = 0
        self._count = count
        self._records = records
        self._channels = channels
        self._threads = threads
        self._bell = Bell()
        self._under_way: set[asyncio.Task[None]] = set()
        self._down_until: dict[str, float] = {}

    def wake(self) -> None:
        """There is something to send."""
        self._bell.ring()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._start_some()
            await self._bell.wait(POLL_SECONDS)

    async def finish(self, seconds: float) -> None:
        """Let what is under way arrive, at most so long: what is cut off has to count as unknown."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=seconds)
        for task in list(self._under_way):
            task.cancel()

    async def _start_some(self) -> bool:
        up = [name for name in self._channels if time.monotonic() >= self._down_until.get(name, 0)]
        free = AT_A_TIME - len(self._under_way)
        if not free or not up:
            return False
        parcels = await self._threads(self._records.outbox.claim, free, up, 0 if self._quiet() else NEWS_AT_A_TIME - self._news)
        for parcel in parcels:
            task = asyncio.create_task(self._deliver(parcel))
            self._under_way.add(task)
            self._news += parcel.lane == NEWS
            task.add_done_callback(partial(self._done, parcel.lane))
        return bool(parcels)

    def _done(self, lane: str, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._news -= lane == NEWS
        self._bell.ring()
        if not task.cancelled() and (error := task.exception()):
            log.error("sender_failed", error=type(error).__name__)

    async def _deliver(self, parcel: Parcel) -> None:
        """Send one parcel and record what became of it. `leaving` writes to the database on the event loop's own thread:
        handing it to another thread and coming back would widen the only gap in which a killed process loses a message.
        """
        left = False
        bind_contextvars(request_id=parcel.key.rpartition(":")[0])  # of the message it answers

        def leaving() -> None:
            nonlocal left
            self._records.outbox.leaving(parcel)
            left = True

        try:
            platform_id = await self._channels[parcel.channel].deliver(parcel.address, parcel.draft, leaving)
        except NotOurs:
            return
        except DeliveryProblem as problem:
            await self._after(parcel, problem)
        except Exception as error:  # a bug of ours must not stop the line
            log.error("delivery_broke", channel=parcel.channel, outbox=parcel.id, exception=format_exc(limit=-2))
            await self._end(parcel, "unknown" if left else "failed", type(error).__name__)
        else:
            await self._threads(self._records.outbox.sent, parcel, platform_id)
            self._count(parcel.channel, "out_sent")

    async def _after(self, parcel: Parcel, problem: DeliveryProblem) -> None:
        log.warning("not_delivered", channel=parcel.channel, outbox=parcel.id, problem=type(problem).__name__, reason=str(problem)[:200])
        match problem:
            case NotSent() if datetime.now(UTC) - parcel.created_at < GIVE_UP_AFTER:
                await self._again(parcel, problem.retry_after or min(0.5 * 2**parcel.attempts, _LONGEST_PAUSE), str(problem))
            case Refused(fallback=draft) if draft is not None:
                await self._again(parcel, 0, str(problem), draft=draft)
            case Failed() if not parcel.failures:
                await self._again(parcel, SECOND_TRY_AFTER, str(problem), failures=1)
            case Ambiguous():
                await self._end(parcel, "unknown", str(problem))
            case ChatGone():
                await self._gone(parcel)
            case ChatMoved():
                await self._again(parcel, 0, str(problem), address=problem.address)
            case ChannelDown():
                self._down_until[parcel.channel] = time.monotonic() + DOWN_SECONDS
                await self._again(parcel, DOWN_SECONDS, str(problem))
            case _:
                await self._end(parcel, "failed", f"{type(problem).__name__}: {problem}")

    async def _again(self, parcel: Parcel, seconds: float, problem: str, **changes: Any) -> None:
        await self._threads(self._records.outbox.again, replace(parcel, **changes), seconds, problem)

    async def _end(self, parcel: Parcel, state: str, problem: str) -> None:
        await self._threads(partial(self._records.outbox.end, parcel.id, state, problem=problem))
        self._count(parcel.channel, f"out_{state}")

    async def _gone(self, parcel: Parcel) -> None:
        """Nobody reads there any more: mark the chat, and drop what waits for it."""
        await self._threads(self._records.outbox.drop, parcel.channel, parcel.chat, "gone")
        await self._end(parcel, "failed", "gone")

        def mark() -> None:
            with writing(self._records.engine) as db:
                self._records.chats.gone(parcel.channel, parcel.chat)(db)

        await self._threads(mark)
