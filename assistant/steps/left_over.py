"""What is left of a question without the names of the document it is about: nothing, when it asks for the document as such."""

from __future__ import annotations

from assistant.pipeline import Turn
from assistant.steps import cues
from knowledge.language.abbreviations import expand
from knowledge.language.normalise import fold
from knowledge.models import Document
from knowledge.terms import Text, read_terms


def left_over(turn: Turn, document: Document, *wordings: tuple[str, str]) -> list[str]:
    """Folded content syllables that are neither in the document's names nor in those wordings of `cues.toml`."""
    folded = fold(expand(turn.asked, question=True))
    for group, name in wordings:
        folded = cues.without(group, folded, name)
    left = read_terms(folded, turn.view.weights)
    aliases = document.details.get("aliases") or ()
    names = Text.read(" ".join([document.name, document.title, *([aliases] if isinstance(aliases, str) else map(str, aliases))]))
    return [s for s, content in zip(left.syllables, left.content, strict=True) if content and s not in names.syllables]
