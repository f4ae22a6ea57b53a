"""The last moment before a request leaves: what fails earlier has certainly not arrived, what fails later may have.

    client = httpx.AsyncClient(**client_options(connections))      # see prompt.py
    with departing(leaving) as departure:
        response = await client.post(…)         # leaving() is called just before the body is written to the socket
    departure.left                              # whether it was

A server cannot act on a POST before it has its body, so the moment between headers and body is the latest that is safe.
httpcore tells it through the `trace` extension of a request; streams of ours then take the write itself for that moment.
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
    at_write: bool = False
    body_is_next: bool = False

    def leave(self) -> None:
        """The moment has come."""
        try:
            self.leaving()
        except Exception as error:
            self.stopped = error
            raise
        self.left = True


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
        if departure.at_write:
            departure.body_is_next = True
        else:
            departure.leave()

    return trace


def expect_write() -> None:
    """The bytes of this task's request will go through `write_now`."""
    if (departure := _DEPARTURE.get()) is not None:
        departure.at_write = True


def write_now(data: bytes, write: Callable[[bytes], None]) -> None:
    """Write, and if this is the body that is waited for, call `leaving()` immediately before."""
    departure = _DEPARTURE.get()
    if departure is not None and departure.body_is_next and not departure.left:
        departure.leave()
    write(data)
