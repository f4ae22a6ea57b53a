"""A circuit breaker: after some failures in a row nobody calls the model for a while, then one question tries it again.

Own code, because of the libraries looked at one locks all callers out while one of them calls (pybreaker), and the
others let every waiting caller through at once when they try again (circuitbreaker, purgatory).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Literal

State = Literal["closed", "open", "probing"]


class Breaker:
    """Closed: everybody may call. Open: nobody, for `rest` seconds. Then one caller probes: success closes it, failure
    opens it for twice as long, at most `longest` seconds. Safe from many threads; the lock is never held during a call.
    """

    def __init__(self, failures: int = 3, rest: float = 30.0, longest: float = 300.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._allowed, self._first_rest, self._longest, self._clock = failures, rest, longest, clock
        self._lock = threading.Lock()
        self._failed = 0
        self._rest = rest
        self._opened_at: float | None = None
        self._probing = False

    @property
    def state(self) -> State:
        """What the next caller would find."""
        with self._lock:
            if self._opened_at is None:
                return "closed"
            return "probing" if self._probing else "open"

    def admits(self) -> bool:
        """Whether the caller may call now; who was admitted must say how it went."""
        with self._lock:
            if self._opened_at is None:
                return True
            if self._probing or self._clock() - self._opened_at < self._rest:
                return False
            self._probing = True
            return True

    def succeeded(self) -> None:
        """The model answered."""
        with self._lock:
            self._failed, self._rest, self._opened_at, self._probing = 0, self._first_rest, None, False

    def failed(self) -> None:
        """The model did not answer."""
        with self._lock:
            self._failed += 1
            if self._probing:
                self._rest = min(self._rest * 2, self._longest)
            if self._probing or (self._opened_at is None and self._failed >= self._allowed):
                self._opened_at, self._probing = self._clock(), False

    def abandoned(self) -> None:
        """The call was given up for reasons that say nothing about the model: the next caller may probe."""
        with self._lock:
            self._probing = False
