"""How far the reading of a file has come, told to whoever listens: the worker listens and tells the process that asked."""

from __future__ import annotations

from collections.abc import Callable

PageProgress = Callable[[int, int], None]
"""Called with (pages done, pages in all) of the file that is being read."""

_listeners: list[PageProgress] = []


def listen(listener: PageProgress) -> None:
    """From now on call `listener`; one process reads one file at a time."""
    _listeners[:] = [listener]


class Pages:
    """Counts the pages of one file."""

    def __init__(self, total: int) -> None:
        self._done, self._total = 0, total

    def done(self, count: int) -> None:
        """Tell that `count` pages are read; the count never goes back."""
        if count > self._done:
            self._done = min(count, self._total)
            for listener in _listeners:
                listener(self._done, self._total)
