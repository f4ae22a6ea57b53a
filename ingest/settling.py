"""Which changed files have been left alone long enough to be read."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

_PATIENCE = 60.0
Stamp = tuple[int, int] | None


@dataclass(slots=True)
class _Pending:
    stamp: Stamp
    since: float
    first: float


class Settling:
    """Changed paths that wait until size and time of change stay the same for `settle` seconds.

    All are waited for together, so that copying a hundred files is one run; but a file that keeps changing for a
    minute does not keep the others waiting longer.
    """

    def __init__(self, settle: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._settle, self._clock = settle, clock
        self._pending: dict[str, _Pending] = {}

    def note(self, paths: Iterable[str], after: float = 0.0) -> None:
        """These have changed just now, or are to be looked at again `after` so many seconds."""
        for path in paths:
            now = self._clock() + max(0.0, after - self._settle)
            known = self._pending.get(path)
            self._pending[path] = _Pending(_stamp(path), now, known.first if known else now)

    def note_fresh(self, paths: Iterable[Path]) -> None:
        """Of these files, wait for those that were written within the last seconds although nobody told."""
        for path in paths:
            stamp = _stamp(str(path))
            if str(path) not in self._pending and stamp and 0 <= time.time() - stamp[0] / 1e9 < self._settle:
                self.note([str(path)])

    def is_due(self) -> bool:
        """Whether there is something to read, and nothing worth waiting for."""
        moving = self._moving()
        overdue = any(self._clock() - known.first > _PATIENCE for path, known in self._pending.items() if path not in moving)
        return bool(self._pending) and (not moving or overdue)

    def take(self) -> frozenset[str]:
        """Forget what has settled, because it is read now; what still moves is kept, and returned."""
        moving = self._moving()
        self._pending = {path: known for path, known in self._pending.items() if path in moving}
        return frozenset(moving)

    def _moving(self) -> set[str]:
        for path, known in self._pending.items():
            if (stamp := _stamp(path)) != known.stamp:
                known.stamp, known.since = stamp, max(known.since, self._clock())
        return {path for path, known in self._pending.items() if self._clock() - known.since < self._settle}


def _stamp(path: str) -> Stamp:
    """Time of change in nanoseconds, and size; None when it is gone."""
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
