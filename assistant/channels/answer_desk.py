"""Where questions from the web wait for a worker thread, so that the event loop stays free for everyone else.

Answering is CPU-bound: `threads` questions are answered at a time, `queue` more may wait, the next one is told
to come back. Health checks, feedback and pages use other threads and never stand in this line.

The last quarter of the places is for those who take few: one address that sends all it can is refused, the next one is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

from anyio import CapacityLimiter, to_thread

from assistant.channels.base import AnswersQuestions
from assistant.channels.problems import Busy
from assistant.models import Answer, Question

R = TypeVar("R")
A = TypeVarTuple("A")


class AnswerDesk:
    """Answers questions in its own threads, a bounded number at a time."""

    def __init__(self, assistant: AnswersQuestions, threads: int, queue: int) -> None:
        self._assistant = assistant
        self._limiter = CapacityLimiter(threads)
        self._places = threads + queue
        self._kept_free = self._places // 4
        self._taken = 0
        self._taken_by: Counter[str] = Counter()
        self._turned_away = 0

    @property
    def places_left(self) -> int:
        """How many more questions may come in now."""
        return self._places - self._taken

    def turned_away(self) -> int:
        """How many were told that all is busy."""
        return self._turned_away

    def refuse_when_full(self, who: str = "") -> None:
        """Raise Busy when no place is left for `who`; for routes that must know before they start to respond."""
        greedy = self._taken_by[who] > self._kept_free >= self.places_left
        if self.places_left <= 0 or greedy:
            self._turned_away += 1
            raise Busy

    async def answer(self, question: Question, who: str = "") -> Answer:
        """The assistant's answer; raises Busy when no place is left for `who`, the network that asks."""
        self.refuse_when_full(who)
        self._taken += 1
        self._taken_by[who] += 1
        try:
            return await to_thread.run_sync(self._assistant.answer, question, limiter=self._limiter)
        finally:
            self._taken -= 1
            self._taken_by[who] -= 1
            self._taken_by += Counter()  # forgets who has none

    async def run(self, work: Callable[[*A], R], *arguments: *A) -> R:
        """Other work that answers, for channels that keep a line of their own: it waits for a thread, but is never refused.

        When the caller stops waiting, the thread goes on to its end and its result is dropped.
        """
        return await to_thread.run_sync(work, *arguments, limiter=self._limiter, abandon_on_cancel=True)
