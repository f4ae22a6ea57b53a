"""The JSON bodies of the web channel, as `/openapi.json` shows them.

An answer's schema is the `Answer` dataclass itself; a test proves that `Answer.as_json()` fits it. Types are
strict: a number where a text belongs is refused, never converted.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.channels.base import FeedbackValue
from assistant.models import Answer


class Body(BaseModel):
    """A request body: strict types, unknown keys ignored so that older servers accept newer pages."""

    model_config = ConfigDict(strict=True)


class AskRequest(Body):
    """A question. Its length is judged by the assistant, not here."""

    question: str = Field(description="the question, in Vietnamese, with or without diacritics")
    conversation_id: str | None = Field(
        None,
        max_length=80,
        pattern=r"^[^:]*$",  # conversations of people who are known have names with colons; nobody can ask under one
        description="the same for all questions of one conversation",
    )
    as_of: date | None = Field(None, description="answer as of this day (YYYY-MM-DD); default: today in Ho Chi Minh City")
    keep: bool = Field(True, description="false: nobody agreed that it is kept; the log gets how it ended, and no word of it")
    visitor: str | None = Field(None, max_length=100, description="the word of a person who agreed (POST /api/visitor)")
    request_id: str | None = Field(
        None,
        pattern=r"^[A-Za-z0-9_-]{16,64}$",
        description="the client's; the same one never begins a second answer (stream only)",
    )


class FeedbackRequest(Body):
    """What a person thought of an answer."""

    answer_id: str = Field(max_length=100)
    value: FeedbackValue
    comment: str | None = Field(None, max_length=1000)


class VisitorRequest(Body):
    """Who it is about."""

    visitor: str = Field(max_length=100, description="the word that POST /api/visitor gave")


class WantRequest(VisitorRequest):
    """Which answer it is about."""

    answer_id: str = Field(max_length=100, description="of the answer that we did not have")


class CameReply(BaseModel):
    """An answer that came later."""

    answer_id: str = Field(description="of the answer that we did not have")
    question: str
    answer: Answer


class NewsReply(BaseModel):
    """`known` is false when nothing is kept of this person any more; then the word is worth nothing."""

    known: bool
    waiting: int = Field(description="how many of their questions wait for an answer")
    came: list[CameReply]


class VisitorReply(BaseModel):
    """What happened, in words; and what belongs to it."""

    text: str
    visitor: str | None = Field(None, description="the word to be known by; whoever has it sees and erases what is stored")
    file_name: str | None = None
    file: str | None = Field(None, description="everything that is stored, as text")


class ProblemReply(BaseModel):
    """Why there is no answer: a status of the assistant, and its sentence in Vietnamese."""

    status: str = Field(examples=["error_busy"])
    text: str


class Health(BaseModel):
    """How the service is; the assistant may add more keys."""

    model_config = ConfigDict(extra="allow")
    status: str = Field(examples=["ok", "degraded"])


def documented_body(model: type[BaseModel]) -> dict[str, Any]:
    """The OpenAPI entry of a body that the route reads by itself (see `web_body`)."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": model.model_json_schema()}}}}


def documented_problems(*codes: int) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI entry of the problems that a route may answer with."""
    return {code: {"model": ProblemReply} for code in codes}
