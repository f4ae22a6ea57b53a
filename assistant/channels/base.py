"""What a channel may ask of the assistant, and what a chat channel must be able to do.

Channels are written against AnswersQuestions, never against a class. Every call of it may block (it reads a database
and embeds text), so a channel on an event loop makes it in a thread.

A chat channel (Telegram, Zalo) is a Channel: it turns what its platform says into Inbounds, renders Messages as drafts,
and delivers a draft. Inbox, order, answers, outbox, retries and pace are not its business. What became of a delivery it
says by returning, or by one of these:

    DeliveryProblem
    ├── NotSent        it certainly did not arrive: try again, after `retry_after` seconds
    ├── Refused        the platform said no, and will say no again: `fallback` is a draft to try instead, once
    ├── Failed         the platform answered with an error of its own: at most one more try
    ├── Ambiguous      it may have arrived: never again
    ├── ChatGone       this person blocked us, or the chat is no more
    ├── ChatMoved      the chat has a new address
    └── ChannelDown    the platform does not know us (a token was reset): wait until it does
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any, Literal, Protocol

from fastapi import APIRouter

from assistant.messages import Draft, Inbound, Reply
from assistant.models import Answer, Question

FeedbackValue = Literal["up", "down"]
PLATFORMS = {"telegram": "Telegram", "zalo_bot": "Zalo", "zalo_oa": "Zalo"}
"""Their names as people know them."""


class AnswersQuestions(Protocol):
    """The assistant, as channels see it."""

    def answer(self, question: Question) -> Answer:
        """Answer a question; never raises: every outcome is an Answer with a status."""

    def record_feedback(self, answer_id: str, value: FeedbackValue, comment: str | None) -> bool:
        """Keep what a person thought of an answer; a later call replaces an earlier one. False: no such answer."""

    def health(self) -> dict[str, Any]:
        """How the service is: `status` ("ok", "degraded" or worse), `release`, `documents`, `chunks`."""

    def event_calendar(self, document_id: str) -> bytes | None:
        """The event of a document as an iCalendar file; None when there is none, or it has no day."""

    def quick_questions(self) -> tuple[str, ...]:
        """Questions to tap on the empty page."""


class DeliveryProblem(Exception):
    """Base of what can go wrong with a delivery. The text goes to the log: no token, no address, no words of people."""


class NotSent(DeliveryProblem):
    """It certainly did not arrive."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class Refused(DeliveryProblem):
    """The platform said no, and would say no again."""

    def __init__(self, reason: str, fallback: Draft | None = None) -> None:
        super().__init__(reason)
        self.fallback = fallback


class Failed(DeliveryProblem):
    """The platform answered with an error of its own."""


class Ambiguous(DeliveryProblem):
    """It may have arrived."""


class ChatGone(DeliveryProblem):
    """Nobody reads there any more."""


class ChatMoved(DeliveryProblem):
    """The chat has a new address."""

    def __init__(self, address: str) -> None:
        super().__init__("chat moved")
        self.address = address


class ChannelDown(DeliveryProblem):
    """The platform does not know us."""


class Intake(Protocol):
    """Where a channel hands in what happened. When the call returns, it is stored; only then may it be acknowledged."""

    async def take(self, events: Sequence[Inbound]) -> int:
        """Store these, each once; how many were new."""

    async def alone(self, what: str, work: Callable[[], Awaitable[None]]) -> None:
        """Wait until no other process does `what`, then do it, to its end."""

    def count(self, channel: str, what: str) -> None:
        """Count something without storing who or what it was, for example a forged webhook."""


class Channel(Protocol):
    """A platform that people chat on."""

    @property
    def name(self) -> str:
        """Short and lower-case: it stands in every row."""

    @property
    def reply_window(self) -> timedelta | None:
        """How long after a person's last message something may still be sent; None: always."""

    @property
    def link(self) -> str:
        """What opens a chat here on a person's phone; "" while it is not known."""

    def render(self, reply: Reply, to: Inbound | None) -> list[Draft]:
        """The platform's requests for a reply, in order, each one to be sent once. `to` is missing for news."""

    async def deliver(self, address: str, draft: Draft, leaving: Callable[[], None]) -> str:
        """Send one draft and return the platform's id for it. `leaving()` must be called just before the bytes that the
        platform acts on leave; when it raises, nothing may leave. Raises a DeliveryProblem.
        """

    async def typing(self, to: Inbound) -> None:
        """Show that an answer is being made, where the platform can. Never raises."""

    async def preview(self, to: Inbound, text: str) -> None:
        """Show the answer so far, where the platform can; it is replaced by the real one. Never raises."""

    async def listen(self, intake: Intake) -> None:
        """Make oneself known and take what comes in, until cancelled. With webhooks: until they are registered."""

    def routes(self, intake: Intake) -> APIRouter | None:
        """The routes of the webhook, or None when the platform is polled."""

    async def close(self) -> None:
        """Let go of connections."""
