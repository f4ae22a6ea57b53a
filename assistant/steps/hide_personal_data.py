"""Personal data in the question is hidden before any other step, the log or a model can see it."""

from __future__ import annotations

from dataclasses import replace

from assistant.pipeline import Turn
from assistant.privacy import hide


def hide_personal_data(turn: Turn) -> None:
    """Put marks such as "[số điện thoại]" into the question, and note in `hidden` what they stand for."""
    found = hide(turn.question.text)
    if found.kinds:
        turn.question = replace(turn.question, text=found.text)
        turn.hidden = found.kinds
