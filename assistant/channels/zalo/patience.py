"""How long to wait before the next try, where the platform does not say: twice as long each time, with some chance in it."""

from __future__ import annotations

from random import SystemRandom

FIRST, LONGEST = 1.0, 60.0
_CHANCE = SystemRandom()


class Patience:
    """`await asyncio.sleep(patience.next())` after each failure, `patience.rest()` after a success."""

    def __init__(self) -> None:
        self._failures = 0

    def next(self) -> float:
        """Seconds; between half and the whole of a pause that doubles, so that processes do not come back together."""
        pause = min(FIRST * float(2**self._failures), LONGEST)
        self._failures = min(self._failures + 1, 16)
        return pause * _CHANCE.uniform(0.5, 1)

    def rest(self) -> None:
        """It worked."""
        self._failures = 0
