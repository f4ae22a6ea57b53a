"""What people think of an answer, and what else they want to say: 👍, 👎 with a reason, /gopy, /canbo."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Connection, insert

from assistant.dialogue.visit import Visit
from assistant.messages import Button, Message, Reply, paragraph, say
from assistant.privacy import hide, told_of
from assistant.records import channel_tables as t
from assistant.replies import said

REASONS = ("wrong", "missing", "unclear", "outdated", "off")
LONGEST_REMARK = 2000


def good(visit: Visit, answer_id: str) -> Reply:
    """👍"""
    return Reply(toast=said("thanks_good") if _keep(visit, answer_id, "up", None) else said("feedback_too_late"))


def bad(visit: Visit, answer_id: str) -> Reply:
    """👎, and the question why."""
    if not _keep(visit, answer_id, "down", None):
        return Reply(toast=said("feedback_too_late"))
    reasons = [Button(said(f"reason_{reason}"), f"why:{answer_id}:{reason}") for reason in REASONS]
    message = Message((paragraph(said("why_bad")),), (tuple(reasons[:3]), tuple(reasons[3:])))
    return Reply((message,), said("thanks_bad"))


def why(visit: Visit, rest: str) -> Reply:
    """The reason for a 👎, in place of the question for it."""
    answer_id, _, reason = rest.partition(":")
    if reason not in REASONS or not _keep(visit, answer_id, "down", said(f"reason_{reason}")):
        return Reply(toast=said("feedback_too_late"))
    return Reply((Message((paragraph(said("thanks_reason")),), replaces=True),), said("thanks_bad"))


def _keep(visit: Visit, answer_id: str, value: Literal["up", "down"], comment: str | None) -> bool:
    return visit.house.assistant.record_feedback(answer_id, value, comment)


def remark(visit: Visit, text: str) -> Reply:
    """/gopy: a remark for the staff, personal data hidden; without consent it is kept without saying whose it is."""
    if not text.strip():
        return Reply((say(said("command_empty", example=said("remark_example"))),))
    chat = visit.known.chat if visit.known else None
    hidden = hide(text.strip())
    row = {"channel": visit.inbound.channel, "chat": chat, "text": hidden.text[:LONGEST_REMARK], "at": datetime.now(UTC)}

    def effect(db: Connection) -> None:
        db.execute(insert(t.remarks).values(**row))

    thanks = [said("remark_thanks"), *([] if chat else [said("remark_suffix_unlinked")]), *told_of(hidden.kinds)]
    return Reply((say(" ".join(thanks)),), effects=(effect,))


def official(visit: Visit, _argument: str) -> Reply:
    """/canbo: whom to talk to."""
    return Reply((say(*official_lines(visit), said("official_note")),))


def official_lines(visit: Visit) -> tuple[str, ...]:
    """Whom to talk to, in words."""
    contact = visit.house.contact
    return (said("official", contact=contact) if contact else said("official_unknown"),)
