"""Questions that get a fixed reply whatever the documents say: verdicts, votes, private data of people, medicine, orders."""

from __future__ import annotations

from assistant.models import Status
from assistant.pipeline import Turn
from assistant.replies import quick_questions, reply
from assistant.steps import cues
from assistant.steps.orders import without_orders
from assistant.steps.retrieve import contact
from knowledge.language.normalise import fold

_ENDS = {
    "legal_decision": Status.BLOCKED_LEGAL_DECISION,
    "political_opinion": Status.BLOCKED_POLITICAL_OPINION,
    "personal_data": Status.BLOCKED_PERSONAL_DATA,
    "medical": Status.BLOCKED_MEDICAL,
}


def decline(turn: Turn) -> None:
    """Finish a turn that asks for what an automatic assistant must not give."""
    folded = fold(turn.text)
    for kind, status in _ENDS.items():
        if cues.says("decline", kind, folded):
            turn.finish(status, reply(status, contact=contact(turn)))
            return
    if not without_orders(turn.text):
        status = Status.UNANSWERABLE_OFF_TOPIC
        turn.finish(status, reply(status, contact=contact(turn)), suggestions=quick_questions())
