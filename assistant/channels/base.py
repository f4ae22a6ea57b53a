"""What a channel may ask of the assistant. Channels are written against this, never against a class.

Every call may block (it reads a database and embeds text), so a channel on an event loop makes it in a thread.
"""

from __future__ import annotations

from typing import Any, Literal, Protocol

from assistant.models import Answer, Question

FeedbackValue = Literal["up", "down"]


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
