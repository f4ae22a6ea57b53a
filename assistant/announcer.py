"""Tells people what they asked to hear: new documents and events, days that come near, answers to questions that waited.

    announcer = Announcer(records, assistant, library, Telling(channels), Plan.of(settings))
    await announcer.run(desk)                       # in the office, beside the worker and the sender
    tell_answered(records.wants, answer_ids, answer)  # staff answered what these answers could not

It fills the outbox and sends nothing itself. Any number of processes may run it: one at a time holds the lease. See
docs/news.md.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import structlog
from anyio import CapacityLimiter, to_thread

from assistant.channels.answer_desk import AnswerDesk
from assistant.channels.base import AnswersQuestions
from assistant.delivery.telling import Telling
from assistant.library import ReadsDocuments
from assistant.models import Answer
from assistant.news.answers import WaitingQuestions
from assistant.news.finds import Finds
from assistant.news.plan import Plan
from assistant.news.walk import Walk
from assistant.records.channel_records import ChannelRecords
from assistant.records.credentials import Lease
from assistant.records.newsbook import NewsBook
from assistant.records.subscriptions import end_stale
from assistant.records.wants import Want, Wants, end_old
from assistant.records.writing import writing

LEASE_NAME = "announcer"
LEASE = timedelta(seconds=60)
LOOK_EVERY = 10.0
QUESTIONS_AT_A_TIME = 20
PAUSE_BETWEEN_QUESTIONS = 0.5
log = structlog.get_logger(__name__)
Clock = Callable[[], datetime]


def tell_answered(wants: Wants, answer_ids: Iterable[str], answer: Answer) -> int:
    """Staff answered what these answers could not: whoever waits for one of them is told this answer, once, on a chat channel
    by the announcer and on the web when the page is open again. How many people that are. `answer` should name its sources.
    """
    return wants.answered(answer_ids, answer)


class Announcer:
    """One in a process. `round` does everything that can be done at once; `run` does it again and again."""

    def __init__(
        self,
        records: ChannelRecords,
        assistant: AnswersQuestions,
        library: ReadsDocuments,
        telling: Telling,
        plan: Plan,
        *,
        clock: Clock = lambda: datetime.now(UTC),
        lease: timedelta = LEASE,
        paused: Callable[[], bool] = lambda: False,
    ) -> None:
        book = NewsBook(records.engine)
        self._records = records
        self._library = library
        self._plan = plan
        self._clock = clock
        self._paused = paused
        self._lease = Lease(records.credentials, LEASE_NAME, lease)
        self._finds = Finds(library, book, plan)
        self._walk = Walk(records, book, library, telling, plan)
        self._questions = WaitingQuestions(records, assistant, telling)
        self._stopping = False

    async def run(self, desk: AnswerDesk) -> None:
        """Until cancelled. Questions are asked again at the desk, one at a time, behind everybody who waits there."""
        thread = CapacityLimiter(1)
        self._stopping = False
        while True:
            work = asyncio.ensure_future(to_thread.run_sync(self.round, limiter=thread))
            try:
                await asyncio.shield(work)
                for want in await to_thread.run_sync(self.to_ask_again, limiter=thread):
                    await desk.run(self.ask_again, want)
                    await asyncio.sleep(PAUSE_BETWEEN_QUESTIONS)
                await asyncio.sleep(LOOK_EVERY)
            except asyncio.CancelledError:
                self._stopping = True
                with suppress(Exception):
                    await work
                    await to_thread.run_sync(self.leave, limiter=thread)
                raise

    def round(self) -> None:
        """Look for news and, unless it is quiet, tell it. Nothing when another process is at it."""
        if not self._lease.hold():
            return
        now = self._clock()
        self._finds.look(now)
        if self._silent(now):
            return
        self._questions.tell(now)
        self._walk.go_on(now, self._may_go_on)

    def to_ask_again(self) -> list[Want]:
        """Some of the questions that the active release has not been asked."""
        release = self._library.release()
        may = release and not self._paused() and self._lease.hold()
        return list(self._records.wants.untried(release, QUESTIONS_AT_A_TIME)) if may else []

    def ask_again(self, want: Want) -> bool:
        """Whether it has an answer now."""
        return not self._stopping and self._lease.hold() and self._questions.ask_again(want, self._library.release())

    def leave(self) -> None:
        """Let another process take over at once."""
        self._lease.leave()

    def _may_go_on(self) -> bool:
        return not self._stopping and not self._silent(self._clock()) and self._lease.hold()

    def _silent(self, now: datetime) -> bool:
        """At night, and while staff has paused the service."""
        return self._plan.quiet.at(now) or self._paused()


def end_promises(records: ChannelRecords, plan: Plan, keep: timedelta) -> None:
    """The daily work: what nobody answered for too long, and subscriptions of people who have not been seen for too long."""
    with writing(records.engine) as db:
        end_old(db, plan.wants, keep)
        end_stale(db, plan.subscriptions)
