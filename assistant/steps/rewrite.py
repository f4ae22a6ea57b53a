"""With a language model: a follow-up is put into one fluent question. Without one, nothing happens here."""

from __future__ import annotations

from assistant.generation.rewriting import rewritten
from assistant.pipeline import Turn
from assistant.steps import cues
from knowledge.language.normalise import fold


def rewrite(turn: Turn) -> None:
    """Set `understood_as` (and `asked`, where the rules read both together) anew, when what the model wrote can be trusted."""
    writing, previous = turn.writing, turn.previous
    if writing is None or previous is None or not _is_follow_up(turn, previous.understood_as):
        return
    documents = [turn.view.documents[i].name for i in turn.leaning_on]
    question = rewritten(writing, turn.view.repairer.repair(turn.text), previous.understood_as, documents)
    if question:
        if turn.asked == turn.understood_as:
            turn.asked = question
        turn.understood_as = question


def _is_follow_up(turn: Turn, before: str) -> bool:
    """Whether the rules joined the text to what was before. Facts come from metadata: they need no model."""
    folded = fold(turn.text)
    asks_fact = any(cues.says("facts", name, folded) for name in cues.names("facts"))
    return turn.understood_as not in (turn.view.repairer.repair(turn.text), before) and not asks_fact
