"""Put the passages in order of how well they answer: the search's score, and what of the question they hold.

Weights were fitted on the project's development cases by conditional logistic regression, relative to the
search's score (docs/decisions/0004-answerability.md).
"""

from __future__ import annotations

from dataclasses import replace

from assistant.generation.quote import items
from assistant.pipeline import Turn
from assistant.steps import cues
from assistant.steps.defines import definition_of
from assistant.steps.expects import Expectation, expectations, items_counted, unmet
from knowledge.language.normalise import fold
from knowledge.models import Passage
from knowledge.terms import Terms, Text

_RERANKED = 24
_WHOLE, _HEADING, _BODY, _LIST, _ABOUT_ITSELF, _ASKED = 1.2, 0.6, 0.7, 0.6, -1.2, 0.6
_SAME_HEADING = 0.8
# For a list of as many items as the question counts: "sáu quan điểm".
_AS_COUNTED = 0.8
# For the meaning of a term that is asked for.
_DEFINES = 0.8
# Against a passage that lacks a form which an answer must have.
_UNMET = 1.0
# Closing sections in which a digest speaks of itself.
ITSELF = ("Về bản", "Về thông tin", "Điều chưa")


def rerank(turn: Turn) -> None:
    """Measure the coverage of the best passages and order them anew; the rest are dropped."""
    terms, intent = turn.terms, turn.intent
    if terms is None or intent is None:
        raise RuntimeError("rerank needs the terms and the intent of the question")
    folded = fold(turn.understood_as)
    asked = [kind for kind in cues.names("asks_for") if cues.says("asks_for", kind, folded)]
    expected = expectations(turn.asked)
    counted, definition = items_counted(folded), definition_of(turn.asked)
    measured = [_measured(p, terms, intent.wants_list, asked, expected) for p in turn.passages[:_RERANKED]]
    measured = [replace(p, score=p.score + _AS_COUNTED) if counted and len(items(p.chunk.text)) == counted else p for p in measured]
    measured = [replace(p, score=p.score + _DEFINES) if definition and definition.search(fold(p.chunk.text)) else p for p in measured]
    turn.passages = sorted(measured, key=lambda p: -p.score)


def _measured(passage: Passage, terms: Terms, wants_list: bool, asked: list[str], expected: tuple[Expectation, ...]) -> Passage:
    chunk = passage.chunk
    heading, body = Text.read(chunk.locator), Text.read(chunk.text)
    coverage = terms.coverage(Text.read(passage.document.name) | Text.read(chunk.context) | body)
    more = _WHOLE * coverage + _HEADING * terms.coverage(heading) + _BODY * terms.coverage(body)
    more += _LIST * (wants_list and "\n- " in chunk.text) + _ABOUT_ITSELF * chunk.locator.startswith(ITSELF)
    more += _SAME_HEADING * _shared(chunk.locator, terms)
    more += _ASKED * any(cues.says("answers_under", kind, fold(chunk.locator)) for kind in asked)
    more -= _UNMET * unmet(expected, chunk.text, f"{passage.document.name} {chunk.context}")
    return replace(passage, coverage=coverage, score=passage.score + more)


def _shared(locator: str, terms: Terms) -> float:
    """The share of the syllables of the innermost heading that the question has too."""
    heading = Text.read(locator.split(" › ")[-1]).syllables
    return len(heading & set(terms.syllables)) / len(heading) if heading else 0.0
