"""The work behind the review pages, beside the web app: never on the event loop, and never more than half of the time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI

from assistant.delivery.loops import keep_going
from assistant.records.channel_records import ChannelRecords
from assistant.review.approvals import Approvals
from assistant.review.queue import ReviewQueue, forget_erased
from assistant.service import Assistant

LOOK_EVERY = 2.0
_DAY = 86_400.0
_AT_A_TIME = 20


class ReviewWork:
    """Fills the queue and follows approvals. `step` does a little; `run` goes on until cancelled."""

    def __init__(self, queue: ReviewQueue, approvals: Approvals) -> None:
        self._queue = queue
        self._approvals = approvals
        self._tidied = float("-inf")

    @classmethod
    def of(cls, assistant: Assistant, records: ChannelRecords) -> ReviewWork:
        """For this assistant, and the people who wait in these records."""
        queue = ReviewQueue(records.engine, assistant.base, lambda: assistant.in_force.settings.answer_threshold)
        return cls(queue, Approvals(records.engine, assistant.base, assistant.shelf, assistant.office_answer, records.wants))

    def step(self) -> bool:
        """True when there is more to do at once. Blocks for less than a second."""
        if time.monotonic() - self._tidied > _DAY:
            forget_erased(self._queue.engine)
            self._tidied = time.monotonic()
        self._approvals.follow()
        return self._queue.collect(_AT_A_TIME)

    async def run(self) -> None:
        """After a step it rests as long as the step took: people who ask come first."""
        thread = CapacityLimiter(1)
        while True:
            started = time.monotonic()
            more = await to_thread.run_sync(self.step, limiter=thread)
            await asyncio.sleep(max(time.monotonic() - started, 0.05) if more else LOOK_EVERY)


def work_beside(http: FastAPI, work: ReviewWork) -> None:
    """Begin and end with the web app."""
    outer = http.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[Any]:
        task = asyncio.create_task(keep_going("review", work.run))
        try:
            async with outer(app) as state:
                yield state
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    http.router.lifespan_context = lifespan
