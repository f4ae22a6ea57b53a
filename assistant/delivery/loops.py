"""Two small things every loop here needs: a bell to wake it, and a guard that starts it again when it fell."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from traceback import format_exc

import structlog

log = structlog.get_logger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0


class Bell:
    """Wakes one loop; ringing while nobody waits is not forgotten."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Wake the loop, from the event loop's own thread."""
        self._event.set()

    async def wait(self, seconds: float) -> None:
        """Until it rings, at most so long."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._event.wait(), seconds)
        self._event.clear()


async def keep_going(name: str, loop: Callable[[], Awaitable[None]]) -> None:
    """Run `loop` until it returns; when it raises, say so and start it again after a pause."""
    pause = FIRST_PAUSE
    while True:
        started = time.monotonic()
        try:
            return await loop()
        except Exception:
            log.error("loop_failed", loop=name, exception=format_exc(limit=-3))
        if time.monotonic() - started > LONGEST_PAUSE:
            pause = FIRST_PAUSE
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
