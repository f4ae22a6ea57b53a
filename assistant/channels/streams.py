"""Answers in the making, kept for two minutes so that whoever lost the connection hears the rest of them.

A question comes with a name that its client made up. The same name never begins a second answer: it leads to the one that
is being made, or was. What is kept is bounded, lives in this process only, and is gone with it.

    making = streams.begin(name, question)      async for event in making.after(0): …
    making = streams.find(name)                 async for event in making.after(3): …     None: nothing to resume
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, replace
from traceback import format_exc
from typing import Any

import structlog

from assistant.channels.answer_desk import AnswerDesk
from assistant.channels.problems import Busy, problem_json
from assistant.models import Question, Status
from assistant.progress import listening

KEPT_SECONDS = 120.0
MOST = 1000
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """One event: `working`, `draft` with the text so far, or `answer` with the Answer. Numbered from 1."""

    number: int
    name: str
    data: dict[str, Any]


class Making:
    """One answer, being made or made. Used on the event loop only."""

    def __init__(self) -> None:
        self._told: list[Told] = []
        self._count = 0
        self._news = asyncio.Event()
        self.over = False

    def tell(self, name: str, data: dict[str, Any]) -> None:
        """Add an event. A draft holds the whole text so far, so the draft before it is dropped."""
        self._count += 1
        self._told = [told for told in self._told if told.name != "draft"] + [Told(self._count, name, data)]
        self.over = name == "answer"
        self._news.set()
        self._news = asyncio.Event()

    async def after(self, number: int) -> AsyncIterator[Told]:
        """The events after this number, as they come, until the answer."""
        while True:
            news = self._news
            for told in [told for told in self._told if told.number > number]:
                yield told
                number = told.number
            if self.over and number >= self._count:
                return
            if news is self._news:
                await news.wait()


class Streams:
    """Every answer in the making of this process, by name."""

    def __init__(self, desk: AnswerDesk, kept_seconds: float = KEPT_SECONDS, most: int = MOST) -> None:
        self._desk = desk
        self._kept_seconds = kept_seconds
        self._most = most
        self._makings: dict[str, Making] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def find(self, name: str) -> Making | None:
        """The answer of this name, while it is kept."""
        return self._makings.get(name)

    def begin(self, name: str, question: Question, shown_conversation: str | None = None, who: str = "") -> Making:
        """The answer of this name: the one that is there, or a new one, shown with that conversation. Busy: no place for `who`."""
        if making := self._makings.get(name):
            return making
        self._desk.refuse_when_full(who)
        self._make_room()
        making = self._makings[name] = Making()
        task = asyncio.create_task(self._make(name, making, question, shown_conversation, who))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return making

    async def _make(self, name: str, making: Making, question: Question, shown_conversation: str | None, who: str) -> None:
        """Whoever asked may be gone meanwhile; the answer is made all the same."""
        loop = asyncio.get_running_loop()

        def heard(text: str) -> None:
            with suppress(RuntimeError):  # the server is stopping
                loop.call_soon_threadsafe(self._draft, making, text)

        making.tell("working", {})
        with listening(heard):
            outcome = await self._outcome(question, shown_conversation, who)
        making.tell("answer", outcome)
        loop.call_later(self._kept_seconds, self._makings.pop, name, None)

    async def _outcome(self, question: Question, shown_conversation: str | None, who: str) -> dict[str, Any]:
        """The answer, or what went wrong in its place: after the first byte a failure can only be said in the stream."""
        try:
            return replace(await self._desk.answer(question, who), conversation_id=shown_conversation).as_json()
        except Busy as busy:
            return problem_json(busy.status)
        except Exception:
            log.error("request_failed", method="POST", path="/api/ask/stream", exception=format_exc())
            return problem_json(Status.ERROR_INTERNAL)

    @staticmethod
    def _draft(making: Making, text: str) -> None:
        if not making.over:
            making.tell("draft", {"text": text})

    def _make_room(self) -> None:
        """Forget the oldest finished answers; unfinished ones are bounded by the places at the desk."""
        for name in [name for name, making in self._makings.items() if making.over][: max(0, len(self._makings) - self._most + 1)]:
            del self._makings[name]
