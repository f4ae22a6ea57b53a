"""Two things side by side: two documents ("1671 khác 127 ở mục tiêu ra sao?") or two years ("mục tiêu 2025 khác 2030 thế nào?").

Each side gets its own best passage. One passage that speaks of both leads. When only one side is in the
documents, that side is quoted and the other one is said to be missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.generation.quote import quote
from assistant.generation.sources import cited_name, lead_in, source_of, warning
from assistant.models import Status
from assistant.pipeline import Turn
from assistant.replies import part
from assistant.steps import cues
from assistant.steps.judge import evidence
from knowledge.language.abbreviations import expand
from knowledge.language.normalise import fold
from knowledge.models import Passage
from knowledge.terms import Terms, Text, read_terms

_SURE = 0.6
# A passage of a side must hold this share of what is compared.
_FITTING = 0.34
# Standard deviations for a year in the heading, and against a passage that speaks of both years.
_HEADED, _OF_BOTH = 1.5, 1.0
_TRIED = 8


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


def compare(turn: Turn) -> None:
    """Finish a question that compares two documents or two years, when a passage fits at least one of them."""
    if turn.found is None or turn.intent is None or not cues.says("shape", "comparison", fold(turn.asked)):
        return
    sides = _sides(turn)
    if len(sides) != 2:
        return
    terms = _compared(turn, sides)
    measured = [p for p in (_measured(p, terms) for p in turn.candidates) if p.coverage >= _FITTING]
    of_both = [p for p in measured if all(_named_in(p, side) for side in sides)]
    found = _pair(measured, sides, of_both)
    passages = _shown(found, max(of_both, key=lambda p: p.score, default=None))
    if passages and max(evidence(p, year_elsewhere=False) for p in passages) >= turn.settings.answer_threshold:
        missing = [side for side, one in zip(sides, found, strict=True) if one is None]
        _finish(turn, passages, missing, terms)


def _sides(turn: Turn) -> list[Side]:
    mentions = turn.found.query.mentions if turn.found else ()
    documents = [
        turn.view.documents[m.document_id] for m in mentions if m.certainty >= _SURE and m.certainty >= mentions[0].certainty - 0.3
    ]
    if len(documents) == 2:
        return [Side(cited_name(d), document_id=d.document_id) for d in documents]
    years = turn.intent.years if turn.intent else ()
    return [Side(part("year", year=y), year=y) for y in years]


def _compared(turn: Turn, sides: Sequence[Side]) -> Terms:
    """What is compared: the question without the words of comparing and without the sides themselves."""
    folded = cues.without("shape", fold(expand(turn.asked, question=True)), "comparison")
    for side in sides:
        names = [side.year] if side.year else _ways_to_name(turn, side)
        for name in names:
            folded = folded.replace(name, " ")
    return read_terms(folded, turn.view.weights)


def _ways_to_name(turn: Turn, side: Side) -> list[str]:
    document = turn.view.documents[side.document_id]
    number = fold(document.number or "")
    kind = fold(document.kind or "")
    lead = number.split("/")[0]
    ways = [f"{kind} so {number}", f"{kind} {number}", number, f"{kind} so {lead}", f"{kind} {lead}"]
    return [*ways, *([lead] if len(lead) > 1 else [])] if number else []


def _measured(passage: Passage, terms: Terms) -> Passage:
    text = Text.read(passage.document.name) | Text.read(passage.chunk.context) | Text.read(passage.chunk.text)
    coverage = terms.coverage(text) if any(terms.content) else 1.0
    heading = terms.coverage(Text.read(passage.chunk.locator))
    return replace(passage, coverage=coverage, score=passage.score + 2 * coverage + heading)


def _named_in(passage: Passage, side: Side) -> bool:
    """Whether the passage speaks of the side in its own words."""
    words = f"{passage.chunk.locator} {passage.chunk.text}"
    return side.year in words if side.year else side.name.split(" ngày ")[0] in words


def _pair(passages: Sequence[Passage], sides: Sequence[Side], of_both: Sequence[Passage]) -> list[Passage | None]:
    """The best passage of each side; for two years rather from one document, so that like is compared with like."""
    ranked = [sorted((p for p in passages if side.holds(p)), key=lambda p: -_fit(p, side, of_both)) for side in sides]
    pairs = [(a, b) for a in ranked[0][:_TRIED] for b in ranked[1][:_TRIED] if a.document == b.document and a != b]
    if sides[0].year and pairs:
        first, second = max(pairs, key=lambda pair: _fit(pair[0], sides[0], of_both) + _fit(pair[1], sides[1], of_both))
        return [first, second]
    return [passages[0] if passages else None for passages in ranked]


def _fit(passage: Passage, side: Side, of_both: Sequence[Passage]) -> float:
    """A year in the heading tells more than one in the text, a passage of both years tells less."""
    headed = bool(side.year) and side.year in passage.chunk.locator
    return passage.score + _HEADED * headed - _OF_BOTH * (bool(side.year) and passage in of_both and not headed)


def _shown(found: Sequence[Passage | None], of_both: Passage | None) -> list[Passage]:
    """Each side's passage; before them the one of both, when it fits better than they do or stands in for one."""
    sides = [p for p in found if p]
    leads = of_both and (len(sides) < len(found) or of_both.score >= max(p.score for p in sides))
    return list({p.chunk.chunk_id: p for p in ([of_both] if of_both and leads else []) + sides}.values())


def _finish(turn: Turn, passages: Sequence[Passage], missing: Sequence[Side], terms: Terms) -> None:
    quotes = [quote(p, terms, turn.view.chunks_of(p.document.document_id), wants_list=True) for p in passages]
    paragraphs = [f"{lead_in(q, n, turn.as_of)}\n{q.text}" for n, q in enumerate(quotes, start=1)]
    honest = [part("side_missing", name=side.name) for side in missing]
    warnings = dict.fromkeys(w for p in passages if (w := warning(p.document, turn.view, turn.as_of)))
    turn.finish(Status.ANSWERED, "\n\n".join([*paragraphs, *honest, *warnings]), [source_of(q, turn.as_of) for q in quotes])
