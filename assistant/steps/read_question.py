"""Clean the text, and end the turn for what cannot be read as a question."""

from __future__ import annotations

from assistant.models import Status
from assistant.pipeline import Turn
from assistant.replies import reply
from knowledge.language.normalise import clean


def read_question(turn: Turn) -> None:
    """Set `text`; finish empty, unreadable and overlong questions."""
    raw = turn.question.text
    turn.text = " ".join(clean(raw).split())
    turn.asked = turn.understood_as = turn.text
    if not raw.strip():
        turn.finish(Status.BLOCKED_EMPTY, reply(Status.BLOCKED_EMPTY))
    elif not any(c.isalnum() for c in turn.text) or "\ufffd" in turn.text:
        turn.finish(Status.BLOCKED_UNREADABLE, reply(Status.BLOCKED_UNREADABLE))
    elif len(turn.text) > turn.settings.longest_question:
        turn.finish(Status.BLOCKED_TOO_LONG, reply(Status.BLOCKED_TOO_LONG, longest=turn.settings.longest_question))
