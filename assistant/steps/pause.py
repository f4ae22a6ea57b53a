"""While the service or this channel is paused, people get the notice that staff left."""

from __future__ import annotations

from assistant.pipeline import Turn


def pause(turn: Turn) -> None:
    """Finish the turn with the notice, if there is one."""
    if turn.closing:
        turn.text = turn.question.text
        turn.finish(turn.closing.status, turn.closing.text)
