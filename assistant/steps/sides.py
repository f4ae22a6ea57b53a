"""The two things that a question compares: two documents it names, an old one and what came instead, or two years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.generation.sources import cited_name
from assistant.pipeline import Turn
from assistant.replies import part
from assistant.steps import cues
from knowledge.language.normalise import fold
from knowledge.models import Document, Passage

_SURE = 0.6
_FORM_NOUNS = ("chien luoc", "luat", "nghi dinh", "nghi quyet", "thong tu", "ke hoach", "quyet dinh", "van ban")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two things: a document, or a year; `name` is how a sentence calls it."""

    name: str
    document_id: str = ""
    year: str = ""

    def holds(self, passage: Passage) -> bool:
        """Whether the passage speaks of this side."""
        if self.document_id:
            return passage.document.document_id == self.document_id
        return self.year in f"{passage.document.title} {passage.chunk.locator} {passage.chunk.text}"


def sides(turn: Turn) -> list[Side]:
    """The things compared; a comparison can be made of two."""
    documents = _named(turn)
    if len(documents) != 2:
        documents = _old_and_new(turn) or documents
    if len(documents) == 2:
        return [Side(cited_name(d), document_id=d.document_id) for d in documents]
    years = turn.intent.years if turn.intent else ()
    return [Side(part("year", year=y), year=y) for y in years]


def _named(turn: Turn) -> list[Document]:
    mentions = turn.found.query.mentions if turn.found else ()
    return [turn.view.documents[m.document_id] for m in mentions if m.certainty >= _SURE and m.certainty >= mentions[0].certainty - 0.3]


def _old_and_new(turn: Turn) -> list[Document]:
    """ "Chiến lược cũ với mới", "chiến lược 2021 và 2026": the pair of that kind, one replaced by the other, that was found best."""
    folded = fold(turn.asked)
    years = set(turn.intent.years) if turn.intent else set()
    said = cues.says("shape", "old", folded) and cues.says("shape", "new", folded)
    best = {p.document.document_id: p.score for p in reversed(turn.candidates)}
    pairs = [pair for pair in _replacements(turn) if _fits(pair, folded) and (said or {_year(d) for d in pair} == years)]
    found = [pair for pair in pairs if any(d.document_id in best for d in pair)]
    return max(found, key=lambda pair: max(best.get(d.document_id, -9.0) for d in pair), default=[])


def _replacements(turn: Turn) -> Iterator[list[Document]]:
    """Every document that was replaced by the day of the question, with the one that replaced it."""
    for old in turn.view.documents.values():
        newer = next(iter(turn.view.names.with_number(old.replaced_by)), None) if old.replaced_by else None
        if newer and (newer.issued_on is None or newer.issued_on <= turn.as_of):
            yield [old, newer]


def _fits(pair: list[Document], folded: str) -> bool:
    nouns = [noun for noun in _FORM_NOUNS[:-1] if noun in folded]
    texts = [fold(f"{d.kind} {d.title}") for d in pair]
    return any(noun in folded for noun in _FORM_NOUNS) and all(noun in text for noun in nouns for text in texts)


def _year(document: Document) -> str:
    return str(document.issued_on.year) if document.issued_on else ""
