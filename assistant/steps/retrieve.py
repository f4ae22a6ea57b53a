"""Passages for the question, with the clock in mind: documents in force lead, unless others are asked about."""

from __future__ import annotations

from dataclasses import replace

from assistant.in_force import contact_line
from assistant.models import Status
from assistant.pipeline import Turn
from assistant.replies import quick_questions, reply
from knowledge.language.places import speaks_of
from knowledge.models import Document, Passage
from knowledge.search import search

_PASSAGES = 40
# Standard deviations taken from passages of documents that are no longer in force, or only compile others.
_EXPIRED = 0.8
# When what is current is asked for, they hardly count at all.
_NOT_CURRENT = 3.0
_COMPILATION = 0.4
# Added to passages of the documents that a follow-up leans on.
_LEANING = 1.2
COMPILATION_KIND = "Tổng hợp"


def retrieve(turn: Turn) -> None:
    """Set `found` and `passages`."""
    if turn.view.release.number == 0:
        turn.finish(
            Status.UNANSWERABLE_NO_DOCUMENTS, reply(Status.UNANSWERABLE_NO_DOCUMENTS, contact=contact(turn)), suggestions=quick_questions()
        )
        return
    turn.found = search(turn.base, turn.understood_as, _PASSAGES, turn.view)
    fitting = [p for p in turn.found.passages if _exists(p.document, turn) and _speaks_of_places(p, turn)]
    timely = [_weighed(p, turn) for p in fitting]
    turn.passages = turn.candidates = sorted(timely, key=lambda p: -p.score)


def contact(turn: Turn) -> str:
    """Whom to ask, from the settings; empty when they do not say."""
    return contact_line(turn.settings)


def _exists(document: Document, turn: Turn) -> bool:
    """Whether the document had been issued on the day of the question."""
    return document.issued_on is None or document.issued_on <= turn.as_of


def _speaks_of_places(passage: Passage, turn: Turn) -> bool:
    """Whether the passage or its document names every place that the question names: Sóc Trăng is not Kiên Giang."""
    places = turn.intent.places if turn.intent else ()
    document = passage.document
    text = f"{document.title} {document.province or ''} {passage.chunk.search_text}" if places else ""
    return all(speaks_of(text, place) for place in places)


def is_past(document: Document, turn: Turn) -> bool:
    """Whether the document is out of force, and neither it nor the past was asked about."""
    if document.in_force(turn.as_of) is not False or (turn.intent is not None and turn.intent.historical):
        return False
    mentions = turn.found.query.mentions if turn.found else ()
    return document.document_id not in {*turn.leaning_on, *(m.document_id for m in mentions)}


def _weighed(passage: Passage, turn: Turn) -> Passage:
    less = _COMPILATION if passage.document.kind == COMPILATION_KIND else 0.0
    less -= _LEANING if passage.document.document_id in turn.leaning_on else 0.0
    if is_past(passage.document, turn):
        less += _NOT_CURRENT if turn.intent and "current" in turn.intent.facts else _EXPIRED
    return replace(passage, score=passage.score - less) if less else passage
