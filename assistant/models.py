"""What goes in and out of the assistant: Question, Answer, Source, and the statuses an answer may have.

A status reads `family` or `family_detail`. The families are answered, clarification, unanswerable, blocked
and error; each status has its sentence in `replies.toml`, and a test proves that the table is complete.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """Every way a question can end."""

    ANSWERED = "answered"
    ANSWERED_GREETING = "answered_greeting"
    ANSWERED_THANKS = "answered_thanks"
    ANSWERED_ABOUT_ASSISTANT = "answered_about_assistant"
    ANSWERED_CONTACT = "answered_contact"
    ANSWERED_CURATED = "answered_curated"
    CLARIFICATION_TOO_SHORT = "clarification_too_short"
    CLARIFICATION_WHICH_DOCUMENT = "clarification_which_document"
    UNANSWERABLE_NO_MATCH = "unanswerable_no_match"
    UNANSWERABLE_OFF_TOPIC = "unanswerable_off_topic"
    UNANSWERABLE_LANGUAGE = "unanswerable_language"
    UNANSWERABLE_NO_DOCUMENTS = "unanswerable_no_documents"
    BLOCKED_EMPTY = "blocked_empty"
    BLOCKED_TOO_LONG = "blocked_too_long"
    BLOCKED_UNREADABLE = "blocked_unreadable"
    BLOCKED_LEGAL_DECISION = "blocked_legal_decision"
    BLOCKED_POLITICAL_OPINION = "blocked_political_opinion"
    BLOCKED_PERSONAL_DATA = "blocked_personal_data"
    BLOCKED_MEDICAL = "blocked_medical"
    BLOCKED_ABUSE = "blocked_abuse"
    BLOCKED_SERVICE_PAUSED = "blocked_service_paused"
    BLOCKED_CHANNEL_PAUSED = "blocked_channel_paused"
    ERROR_INTERNAL = "error_internal"
    ERROR_BUSY = "error_busy"

    @property
    def family(self) -> str:
        """The part before the first underscore: answered, clarification, unanswerable, blocked, error."""
        return self.value.split("_", 1)[0]


@dataclass(frozen=True, slots=True)
class Question:
    """What a person asked, on which channel, and as of which day (None: today in Ho Chi Minh City).

    `keep`: False when nobody agreed that it is kept; then the log gets how it ended, and no word of it. `answer_id`: given
    when the same question may come twice because a process died; the later log entry takes the place of the earlier.
    `logged`: False when nobody asked now, and we only want to know whether there is an answer by now.
    """

    text: str
    conversation_id: str | None = None
    channel: str = "api"
    as_of: date | None = None
    keep: bool = True
    answer_id: str | None = None
    logged: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """A passage shown to a person, with what they need to check it.

    `calendar` is the path of an iCalendar file, when the document announces an event that is not over.
    """

    document_id: str
    number: str | None
    kind: str | None
    title: str
    issuer: str | None
    issued_on: date | None
    effective_from: date | None
    effective_to: date | None
    in_force: bool | None
    locator: str
    page: int | None
    quote: str
    url: str | None
    chunk_id: str = ""
    replaced_by: str | None = None
    form: str | None = None
    calendar: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a channel sends. `text` is plain text: paragraphs, "- " items, and "[1]" for the first source.

    `suggestions` are questions a person may tap next; `notice` says that the answer is automatic.
    """

    answer_id: str
    status: Status
    text: str
    as_of: date
    release: int
    sources: tuple[Source, ...] = ()
    suggestions: tuple[str, ...] = ()
    notice: str = ""
    conversation_id: str | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The object of the contract: the same from the command line, `/api/ask` and the stream."""
        data = asdict(self)
        data["status"] = self.status.value
        data["as_of"] = self.as_of.isoformat()
        for source in data["sources"]:
            for key in ("issued_on", "effective_from", "effective_to"):
                source[key] = source[key].isoformat() if source[key] else None
        return data
