"""Whose turn it is, and for how long: one request at a time to a host, as far apart as it asks, within a budget of time."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ingest.models import Refused

LONGEST_DELAY = 60.0
"""Seconds. A host that asks for more between two links gets this."""


class Turns:
    """Turns by host; different hosts do not wait for each other."""

    def __init__(self) -> None:
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._delays: dict[str, float] = {}
        self._last: dict[str, float] = {}

    def space(self, host: str, seconds: float) -> None:
        """From now on, keep this many seconds between two links of the host."""
        self._delays[host] = min(seconds, LONGEST_DELAY)

    @asynccontextmanager
    async def of(self, host: str, *, spaced: bool) -> AsyncIterator[None]:
        """Hold the host's only turn. A `spaced` one comes no sooner after the last one than the host asks."""
        clock = asyncio.get_running_loop().time
        async with self._locks[host]:
            if spaced and host in self._last:
                await asyncio.sleep(max(0.0, self._last[host] + self._delays.get(host, 0.0) - clock()))
            try:
                yield
            finally:
                if spaced:
                    self._last[host] = clock()


class Budget:
    """The time one link may take, over all its redirects; waiting for a turn is not counted."""

    def __init__(self, seconds: float) -> None:
        self._seconds = self._left = seconds

    @asynccontextmanager
    async def spent(self) -> AsyncIterator[None]:
        """Do something within what is left.

        Raises:
            Refused: the time ran out, however lively the site still was.
        """
        clock = asyncio.get_running_loop().time
        started = clock()
        try:
            async with asyncio.timeout(self._left):
                yield
        except TimeoutError as error:
            raise Refused(f"Tải liên kết mất quá {self._seconds:.0f} giây nên đã dừng. Hãy thử lại sau.") from error
        finally:
            self._left = max(0.0, self._left - (clock() - started))
