"""Two things side by side: two documents ("1671 khác 127 ở mục tiêu ra sao?") or two years ("mục tiêu 2025 khác 2030 thế nào?").

Each side gets its own best passage. One passage that speaks of both leads. When only one side is in the
documents, that side is quoted and the other one is said to be missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.generation.quote import is_list, quote
from assistant.generation.sources import lead_in, source_of, warning
from assistant.models import Status
from assistant.pipeline import Turn
from assistant.replies import part
from assistant.steps import cues
from assistant.steps.judge import evidence
from assistant.steps.sides import Side
from assistant.steps.sides import sides as sides_of
from knowledge.language.abbreviations import expand
from knowledge.language.normalise import fold
from knowledge.models import Passage
from knowledge.terms import Terms, Text, read_terms

# A passage of a side must hold this share of what is compared.
_FITTING = 0.34
# Standard deviations for a year in the heading, and against a passage that speaks of both years.
_HEADED, _OF_BOTH = 1.5, 1.0
_TRIED = 8
_MOST = 3


def compare(turn: Turn) -> None:
    """Finish a question that compares two documents or two years, when a passage fits at least one of them."""
    if turn.found is None or turn.intent is None or not cues.says("shape", "comparison", fold(turn.asked)):
        return
    sides = sides_of(turn)
    if len(sides) != 2:
        return
    terms = _compared(turn, sides)
    if not any(terms.content) and (passages := _side_by_side(turn, sides)):
        _finish(turn, passages, (), terms)
        return
    measured = [p for p in (_measured(p, terms) for p in turn.candidates) if p.coverage >= _FITTING]
    of_both = [p for p in measured if all(_named_in(p, side) for side in sides)]
    found = _pair(measured, sides, of_both)
    passages = _shown(found, max(of_both, key=lambda p: p.score, default=None))
    if passages and max(evidence(p, year_elsewhere=False) for p in passages) >= turn.settings.answer_threshold:
        missing = [side for side, one in zip(sides, found, strict=True) if one is None]
        _finish(turn, passages, missing, terms)


def _compared(turn: Turn, sides: Sequence[Side]) -> Terms:
    """What is compared: the question without the words of comparing and without the sides themselves."""
    folded = cues.without("shape", fold(expand(turn.asked, question=True)), "comparison")
    for side in sides:
        names = [side.year] if side.year else _ways_to_name(turn, side)
        for name in names:
            folded = folded.replace(name, " ")
    return _without_titles(read_terms(folded, turn.view.weights), turn, sides)


def _without_titles(terms: Terms, turn: Turn, sides: Sequence[Side]) -> Terms:
    """What both documents have in their titles ("chiến lược", "trí tuệ nhân tạo") is not what is compared."""
    titles = [Text.read(f"{d.kind} {d.title}") for side in sides if (d := turn.view.documents.get(side.document_id))]
    if len(titles) < len(sides):
        return terms
    shared = frozenset.intersection(*(title.syllables for title in titles))
    content = tuple(c and s not in shared for s, c in zip(terms.syllables, terms.content, strict=True))
    return replace(terms, content=content)


def _side_by_side(turn: Turn, sides: Sequence[Side]) -> list[Passage]:
    """For "what is different?" and no more: what a document that is about both says of both; else how each of them begins."""
    about_both = [p.document for p in turn.candidates if all(fold(_lead(turn, s)) in fold(p.document.title) for s in sides)]
    for document in dict.fromkeys(d.document_id for d in about_both):
        chunks = [Passage(c, turn.view.documents[document], 0.0) for c in turn.view.chunks_of(document)]
        if lists := [p for p in chunks if is_list(p.chunk.text) and all(_named_in(p, side) for side in sides)]:
            return lists[:_MOST]
    documents = [turn.view.documents[side.document_id] for side in sides if side.document_id]
    return [Passage(turn.view.chunks_of(d.document_id)[0], d, 0.0) for d in documents]


def _lead(turn: Turn, side: Side) -> str:
    """ "Quyết định 127": how titles of other documents name one."""
    document = turn.view.documents.get(side.document_id)
    return f"{document.kind} {(document.number or '?').split('/')[0]}" if document else "?"


def _ways_to_name(turn: Turn, side: Side) -> list[str]:
    document = turn.view.documents[side.document_id]
    number = fold(document.number or "")
    kind = fold(document.kind or "")
    lead = number.split("/")[0]
    ways = [f"{kind} so {number}", f"{kind} {number}", number, f"{kind} so {lead}", f"{kind} {lead}"]
    year = [str(document.issued_on.year)] if document.issued_on else []
    return [*ways, *([lead] if len(lead) > 1 else []), *year] if number else year


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
