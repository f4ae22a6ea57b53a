"""How fast a channel may send: so many messages a second in all, and so many to one chat."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

_FORGET_AFTER = 10_000


class Bucket:
    """`burst` turns at once, then one each `every` seconds (the generic cell rate algorithm). In the order of asking."""

    def __init__(self, every: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._every = every
        self._slack = (burst - 1) * every
        self._clock = clock
        self._next = clock()

    def take(self) -> float:
        """Take a turn; the seconds to wait until it comes."""
        now = self._clock()
        at = max(self._next, now)
        self._next = at + self._every
        return max(0.0, at - self._slack - now)

    @property
    def ready(self) -> bool:
        """Whether a turn could be had without waiting."""
        return self._next - self._slack <= self._clock()

    @property
    def rested(self) -> bool:
        """Whether it has nothing to remember."""
        return self._next <= self._clock()

    def hold(self, seconds: float) -> None:
        """No turn for so long."""
        self._next = max(self._next, self._clock() + self._slack + seconds)


class Pace:
    """The buckets of one channel."""

    def __init__(self, per_second: float, chat_every: float, chat_burst: float = 3) -> None:
        self._all = Bucket(1 / per_second, max(1.0, per_second / 2))
        self._chat_every = chat_every
        self._chat_burst = chat_burst
        self._chats: dict[str, Bucket] = {}

    async def turn(self, chat: str, every: float | None = None) -> None:
        """Wait for the turn of a message to this chat."""
        for bucket in (self._bucket(chat, every), self._all):
            if (wait := bucket.take()) > 0:
                await asyncio.sleep(wait)

    def spare(self) -> bool:
        """Whether something unimportant may go out now; takes the turn if so."""
        if not self._all.ready:
            return False
        self._all.take()
        return True

    def hold(self, chat: str, seconds: float) -> None:
        """The platform asked for silence towards this chat."""
        self._bucket(chat, None).hold(seconds)

    def _bucket(self, chat: str, every: float | None) -> Bucket:
        if len(self._chats) > _FORGET_AFTER:
            self._chats = {name: bucket for name, bucket in self._chats.items() if not bucket.rested}
        return self._chats.setdefault(chat, Bucket(every or self._chat_every, self._chat_burst))
