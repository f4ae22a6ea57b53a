"""A follow-up rewritten by the language model into a question that can be understood alone, and checked.

A rewritten question may not add a number, a date, a document, an office or a name that the conversation has not, nor
words that it has not; it may not lose any that the person typed. Otherwise the reading by rules stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.generation.failure import ModelFailed
from assistant.generation.grounding.evidence import is_command
from assistant.generation.grounding.facts import same
from assistant.generation.grounding.form import has_link_or_markup, is_vietnamese
from assistant.generation.grounding.polarity import operator_names
from assistant.generation.grounding.reading import read
from assistant.generation.grounding.support import strange_words
from assistant.generation.grounding.tokens import IN_A_ROW, Reading, Token
from assistant.generation.prompt import rewrite_messages
from assistant.generation.writing import Writing
from knowledge.language.normalise import clean

SCHEMA: dict[str, Any] = {
    "title": "question",
    "description": "The follow-up as a question that can be understood alone.",
    "type": "object",
    "properties": {"question": {"type": "string"}},
    "required": ["question"],
    "additionalProperties": False,
}
# Composing comes after it, and needs more of the time.
_SHARE_OF_TIME = 0.3
_LONGEST = 300


def rewritten(writing: Writing, question: str, before: str, documents: Sequence[str]) -> str | None:
    """The rewritten question; None when the model failed or what it wrote cannot be trusted (`note["rewrite"]` says why)."""
    said: Any = None
    try:
        for partial in writing.ask(rewrite_messages(question, before, documents), SCHEMA, _SHARE_OF_TIME):
            said = partial
    except ModelFailed as failure:
        writing.note["rewrite"] = {"outcome": failure.reason}
        return None
    text = said.get("question") if isinstance(said, Mapping) else None
    if not isinstance(text, str) or not text.strip():
        writing.note["rewrite"] = {"outcome": "malformed"}
        return None
    text = " ".join(clean(text).split())
    wrong = untrustworthy(text, question, [before, *documents])
    writing.note["rewrite"] = {"outcome": wrong or "rewritten", "question": text[:_LONGEST]}
    return None if wrong else text


def untrustworthy(text: str, question: str, around: Sequence[str]) -> str:
    """Why a rewritten question cannot take the place of `question`, asked after `around`; empty when it can."""
    if len(text) > _LONGEST or has_link_or_markup(text) or is_command(text) or not is_vietnamese(text):
        return "form"
    new, typed, known = read(text), read(question), [read(t) for t in (question, *around)]
    if added := [f for f in new.facts if not any(_holds(r, f) for r in known)]:
        return f"adds {added[0].word}"
    if lost := [f for f in typed.facts if not _holds(new, f)]:
        return f"loses {lost[0].word}"
    said = operator_names(new)
    if said - set().union(*map(operator_names, known)) or operator_names(typed) - said:
        return "turned round"
    strange = strange_words(new, "".join(r.flat for r in known))
    return f"adds {' '.join(strange)}" if len(strange) > 1 else ""


def _holds(reading: Reading, fact: Token) -> bool:
    if fact.kind in IN_A_ROW:
        return f" {fact.word} " in reading.flat
    return any(same(fact, other) for other in reading.facts)
