"""Database work of the channels in a few threads of its own, so that it waits neither for answers nor on the event loop."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

from anyio import CapacityLimiter, to_thread

R = TypeVar("R")
A = TypeVarTuple("A")


class DatabaseThreads:
    """`await threads(function, *arguments)`."""

    def __init__(self, number: int = 4) -> None:
        self._number = number
        self._limiter: CapacityLimiter | None = None

    async def __call__(self, work: Callable[[*A], R], *arguments: *A) -> R:
        """Run blocking work; its result or its exception."""
        if self._limiter is None:
            self._limiter = CapacityLimiter(self._number)
        return await to_thread.run_sync(work, *arguments, limiter=self._limiter)
