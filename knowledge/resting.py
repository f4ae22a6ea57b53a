"""What failed is left alone for a while; then one caller tries it again, and the others wait no longer than before."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

SECONDS = 10.0


class Resting:
    """Safe from many threads."""

    def __init__(self, seconds: float = SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._until: float | None = None

    @property
    def tired(self) -> bool:
        """Whether it failed the last time."""
        return self._until is not None

    def admits(self) -> bool:
        """Whether the caller may try: always while it works, and one at a time, now and then, while it does not."""
        with self._lock:
            if self._until is None:
                return True
            if self._clock() < self._until:
                return False
            self._until = self._clock() + self._seconds
            return True

    def failed(self) -> None:
        """It does not work: leave it alone for a while."""
        with self._lock:
            self._until = self._clock() + self._seconds

    def succeeded(self) -> None:
        """It works."""
        if self._until is not None:
            with self._lock:
                self._until = None
