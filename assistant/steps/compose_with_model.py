"""With a language model: the quotes that answer are retold, each sentence checked. Without one, nothing happens here.

Only what `judge` let through comes here, and of it only the words that would be quoted are sent.
"""

from __future__ import annotations

from assistant.generation.composing import compose_from, source_lines
from assistant.generation.sources import source_of
from assistant.models import Status
from assistant.pipeline import Turn
from assistant.steps.compose import choose, for_english, notes_on, quoted


def compose_with_model(turn: Turn) -> None:
    """Finish the turn with a composed answer; leave it to `compose` when there is none that can be trusted."""
    if turn.writing is None or turn.terms is None or turn.intent is None:
        return
    quotes = [quoted(turn, passage) for passage in choose(turn)]
    composed = compose_from(turn.writing, turn.understood_as, quotes, turn.terms, turn.intent.wants_list, turn.as_of)
    if composed is None:
        return
    parts = [composed.text, "\n".join(source_lines(composed, turn.as_of)), *notes_on(turn, [q.passage for q in composed.used])]
    turn.finish(Status.ANSWERED, "\n\n".join([*for_english(turn), *parts]), [source_of(q, turn.as_of) for q in composed.used])
