"""Showing an answer while it is being written. A generator that streams calls `show(text so far)`; who listens is not its
business, and mostly nobody does.

    with listening(callback): assistant.answer(question)      # also when that runs in another thread of this context
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_LISTENER: ContextVar[Callable[[str], None] | None] = ContextVar("progress", default=None)


def show(text: str) -> None:
    """The answer so far, as plain text. Cheap when nobody listens."""
    if (listener := _LISTENER.get()) is not None:
        listener(text)


@contextmanager
def listening(listener: Callable[[str], None]) -> Iterator[None]:
    """Hear what is shown in this block."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)
