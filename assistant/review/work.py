"""The work behind the review pages, beside the web app: never on the event loop, and never more than half of the time.

Of several processes one does it at a time: a lease says which.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI

from assistant.delivery.loops import keep_going
from assistant.lifespans import live_within
from assistant.records.channel_records import ChannelRecords
from assistant.records.credentials import Lease
from assistant.review.approvals import Approvals
from assistant.review.forgetting import forget_erased
from assistant.review.queue import ReviewQueue
from assistant.service import Assistant

LEASE_NAME, LEASE = "review", timedelta(seconds=60)
LOOK_EVERY = 2.0
_DAY = 86_400.0
_AT_A_TIME = 20


class ReviewWork:
    """Fills the queue and follows approvals. `step` does a little; `run` goes on until cancelled."""

    def __init__(self, queue: ReviewQueue, approvals: Approvals, records: ChannelRecords) -> None:
        self._queue = queue
        self._approvals = approvals
        self._engine = records.engine
        self._lease = Lease(records.credentials, LEASE_NAME, LEASE)
        self._tidied = float("-inf")

    @classmethod
    def of(cls, assistant: Assistant, records: ChannelRecords) -> ReviewWork:
        """For this assistant, and the people who wait in these records."""
        queue = ReviewQueue(records.engine, assistant.base, lambda: assistant.in_force.settings.answer_threshold)
        approvals = Approvals(records.engine, assistant.base, assistant.shelf, assistant.office_answer, records.wants)
        return cls(queue, approvals, records)

    def step(self) -> bool:
        """True when there is more to do at once. Blocks for less than a second, the daily tidying aside."""
        if not self._lease.hold():
            return False
        if time.monotonic() - self._tidied > _DAY:
            forget_erased(self._engine)
            self._tidied = time.monotonic()
        self._approvals.follow()
        return self._queue.collect(_AT_A_TIME)

    def leave(self) -> None:
        """Let another process take over at once."""
        self._lease.leave()

    async def run(self) -> None:
        """After a step it rests as long as the step took: people who ask come first."""
        thread = CapacityLimiter(1)
        while True:
            started = time.monotonic()
            work = asyncio.ensure_future(to_thread.run_sync(self.step, limiter=thread))
            try:
                more = await asyncio.shield(work)
                await asyncio.sleep(max(time.monotonic() - started, 0.05) if more else LOOK_EVERY)
            except asyncio.CancelledError:
                with suppress(Exception):
                    await work
                    await to_thread.run_sync(self.leave, limiter=thread)
                raise


def work_beside(http: FastAPI, work: ReviewWork) -> None:
    """Begin and end with the web app."""

    @asynccontextmanager
    async def working() -> AsyncIterator[None]:
        task = asyncio.create_task(keep_going("review", work.run))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    live_within(http, working)
