"""Storing what comes in, many at a time: what arrives while a transaction is under way goes into the next one together.

With fifty webhooks a second beside answers that compute, that keeps an acknowledgement at two transactions at most.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from assistant.messages import Inbound

Store = Callable[[Sequence[Inbound]], Awaitable[int]]


class GroupedIntake:
    """`await grouped.take(events)` returns when they are stored."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[tuple[Sequence[Inbound], asyncio.Future[int]]] = []
        self._at_work: asyncio.Task[None] | None = None

    async def take(self, events: Sequence[Inbound]) -> int:
        """How many of these are new, in all that were stored with them when others came at the same moment."""
        done: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting.append((events, done))
        if self._at_work is None or self._at_work.done():
            self._at_work = asyncio.create_task(self._work())
        return await done

    async def _work(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting, []
            try:
                new = await self._store([event for events, _ in group for event in events])
            except Exception as error:
                for _, done in group:
                    if not done.done():
                        done.set_exception(error)
                continue
            for _, done in group:
                if not done.done():
                    done.set_result(new)
