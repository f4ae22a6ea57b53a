"""Following the active release beside the questions: a thread that looks for a new one, again and again."""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog

_LONGEST_PAUSE = 2.0
_LONGEST_WAIT = 10.0
log = structlog.get_logger(__name__)


class Follower:
    """Calls `look` every so many seconds until it is stopped. When that fails, it says so and tries on, less and less often."""

    def __init__(self, look: Callable[[], object], seconds: float) -> None:
        self._look = look
        self._seconds = seconds
        self._enough = threading.Event()
        self._thread = threading.Thread(target=self._run, name="release-follower", daemon=True)
        self._thread.start()

    @property
    def at_work(self) -> bool:
        """Whether it still looks."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Look no more; waits a little for a look that is under way."""
        self._enough.set()
        self._thread.join(_LONGEST_WAIT)

    def _run(self) -> None:
        pause = self._seconds
        while not self._enough.wait(pause):
            try:
                self._look()
                pause = self._seconds
            except Exception as error:  # the database is away: the release that is held answers on
                pause = min(pause * 2, _LONGEST_PAUSE)
                log.warning("release_not_followed", problem=type(error).__name__, seconds=pause)
