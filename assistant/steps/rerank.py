"""Put the passages in order of how well they answer: the search's score, and what of the question they hold.

Weights were fitted on the project's development cases by conditional logistic regression, relative to the
search's score (docs/decisions/0004-answerability.md).
"""

from __future__ import annotations

import re
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
# A heading counts only for passages that hold about as much of the question as the best one.
_LESS = 0.2
# For a list of as many items as the question counts: "sáu quan điểm".
_AS_COUNTED = 2.3
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
    measured = [_measured(p, terms, intent.wants_list, expected) for p in turn.passages[:_RERANKED]]
    enough = max((p.coverage for p in measured), default=0.0) - _LESS
    counted, definition = items_counted(folded), definition_of(turn.asked)
    more = [_ASKED * (p.coverage >= enough and _headed(p, asked)) + _form(p, counted, definition) for p in measured]
    formed = [replace(p, score=p.score + m) for p, m in zip(measured, more, strict=True)]
    turn.passages = sorted(formed, key=lambda p: -p.score)


def _headed(passage: Passage, asked: list[str]) -> bool:
    """Whether the heading says that a question of this kind is answered under it."""
    return any(cues.says("answers_under", kind, fold(passage.chunk.locator)) for kind in asked)


def _form(passage: Passage, counted: int, definition: re.Pattern[str] | None) -> float:
    """What it adds to be the list of so many items, or the meaning of the term, that is asked for."""
    text = passage.chunk.text
    listed = bool(counted) and len(items(text)) == counted
    return _AS_COUNTED * listed + _DEFINES * bool(definition and definition.search(fold(text)))


def _measured(passage: Passage, terms: Terms, wants_list: bool, expected: tuple[Expectation, ...]) -> Passage:
    chunk = passage.chunk
    heading, body = Text.read(chunk.locator), Text.read(chunk.text)
    coverage = terms.coverage(Text.read(passage.document.name) | Text.read(chunk.context) | body)
    more = _WHOLE * coverage + _HEADING * terms.coverage(heading) + _BODY * terms.coverage(body)
    more += _LIST * (wants_list and "\n- " in chunk.text) + _ABOUT_ITSELF * chunk.locator.startswith(ITSELF)
    more += _SAME_HEADING * _shared(chunk.locator, terms)
    more -= _UNMET * unmet(expected, chunk.text, f"{passage.document.name} {chunk.context}")
    return replace(passage, coverage=coverage, score=passage.score + more)


def _shared(locator: str, terms: Terms) -> float:
    """The share of the syllables of the innermost heading that the question has too."""
    heading = Text.read(locator.split(" › ")[-1]).syllables
    return len(heading & set(terms.syllables)) / len(heading) if heading else 0.0
