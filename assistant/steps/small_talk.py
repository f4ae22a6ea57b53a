"""Greetings, thanks, questions about the assistant itself, the wish to talk to a person, and abuse."""

from __future__ import annotations

import re

from assistant.models import Status
from assistant.pipeline import Turn
from assistant.replies import quick_questions, reply
from assistant.steps import cues
from assistant.steps.retrieve import contact
from knowledge.language.normalise import fold

_ENDS = {
    "greeting": Status.ANSWERED_GREETING,
    "thanks": Status.ANSWERED_THANKS,
    "about": Status.ANSWERED_ABOUT_ASSISTANT,
    "official": Status.ANSWERED_CONTACT,
    "abuse": Status.BLOCKED_ABUSE,
}


def small_talk(turn: Turn) -> None:
    """Finish a turn that is small talk and nothing else; "chào bạn, ai ký báo cáo?" goes on."""
    folded = " ".join(re.findall(r"\w+", fold(turn.text)))
    for kind, status in _ENDS.items():
        if cues.is_only("small_talk", kind, folded):
            turn.finish(status, reply(status, contact=contact(turn)), suggestions=quick_questions())
            return
