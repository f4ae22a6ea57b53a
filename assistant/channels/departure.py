"""The last moment before a request leaves: what fails earlier has certainly not arrived, what fails later may have.

    client = httpx.AsyncClient(event_hooks={"request": [watch]})
    with departing(leaving) as departure:
        response = await client.post(…)         # leaving() is called just before the body is written to the socket
    departure.left                              # whether it was

A server cannot act on a POST before it has its body, so the moment between headers and body is the latest that is safe.
httpcore tells it through the `trace` extension of a request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(slots=True)
class Departure:
    """What became of the moment. `stopped`: leaving() raised this, and nothing left."""

    leaving: Callable[[], None]
    left: bool = False
    stopped: Exception | None = None


_DEPARTURE: ContextVar[Departure | None] = ContextVar("departure", default=None)


@contextmanager
def departing(leaving: Callable[[], None]) -> Iterator[Departure]:
    """Watch the requests that this task makes in the block."""
    departure = Departure(leaving)
    token = _DEPARTURE.set(departure)
    try:
        yield departure
    finally:
        _DEPARTURE.reset(token)


async def watch(request: httpx.Request) -> None:
    """An event hook for httpx."""
    if (departure := _DEPARTURE.get()) is not None:
        request.extensions["trace"] = _tracer(departure)


def _tracer(departure: Departure) -> Callable[[str, dict[str, Any]], Any]:
    async def trace(event: str, info: dict[str, Any]) -> None:
        if departure.left or not event.endswith("send_request_body.started") or info["request"].method != b"POST":
            return
        try:
            departure.leaving()
        except Exception as error:
            departure.stopped = error
            raise
        departure.left = True

    return trace
