"""Polling for what should have happened long before: never a fixed sleep, and a bound only against hanging."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

LONGEST = 60.0


async def until(true: Callable[[], object], what: str = "it", seconds: float = LONGEST) -> None:
    """On an event loop: return when something is so."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"{what} has not happened"
        await asyncio.sleep(0.01)


def meets(true: Callable[[], object], seconds: float = LONGEST) -> None:
    """Outside of one: return when something is so."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it has not happened"
        time.sleep(0.002)
