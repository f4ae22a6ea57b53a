"""Quote the passages that answer, the best first, and say what a reader must know of their documents."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.generation.event_notes import event_note
from assistant.generation.quote import Quote, quote
from assistant.generation.relations import amendment_note, disagreement
from assistant.generation.sources import lead_in, source_of, warning
from assistant.models import Status
from assistant.pipeline import Turn
from assistant.replies import part
from assistant.steps.expects import expectations
from assistant.steps.rerank import ITSELF
from assistant.steps.retrieve import COMPILATION_KIND
from knowledge.language.english import is_english
from knowledge.models import Passage
from knowledge.ranks import leads
from knowledge.terms import Text

_QUOTES = 3
# A further passage must bring at least this share of the question that the ones before it lack …
_NEW_SHARE = 0.12
# … and come within this many standard deviations of the best.
_CLOSE = 1.6
# A further passage of the same document is preferred by so much.
_SAME_DOCUMENT = 0.6
# Two documents within this many standard deviations answer equally well.
_AS_GOOD = 0.3
_FIGURES = ("count", "how_many", "share", "money", "time")


def compose(turn: Turn) -> None:
    """Finish the turn with quotes and their sources."""
    chosen = choose(turn)
    quotes = [quoted(turn, passage) for passage in chosen]
    paragraphs = [f"{lead_in(q, n, turn.as_of)}\n{_shown(q, n)}" for n, q in enumerate(quotes, start=1)]
    text = "\n\n".join([*for_english(turn), *paragraphs, *notes_on(turn, chosen)])
    turn.finish(Status.ANSWERED, text, [source_of(q, turn.as_of) for q in quotes])


def notes_on(turn: Turn, chosen: Sequence[Passage]) -> list[str]:
    """What a reader must know of the documents that are shown: no longer in force, amended, at odds with each other."""
    documents = {p.document.document_id: p.document for p in chosen}
    warnings = [w for d in documents.values() if (w := warning(d, turn.view, turn.as_of) or event_note(d, turn.as_of))]
    warnings += [n for d in documents.values() if (n := amendment_note(d, turn.view, turn.as_of))]
    return warnings + (_disagreements(chosen) if _asks_a_figure(turn) else [])


def for_english(turn: Turn) -> list[str]:
    """A line in English, when the question was."""
    return [part("english_note")] if is_english(turn.text) else []


def choose(turn: Turn) -> list[Passage]:
    """The best passage; one of a primary document when the best only compiles others; then what is still open."""
    terms, best = turn.terms, turn.passages[0]
    if terms is None:
        return [best]
    chosen, held = [best], terms.found_in(_own_words(best))
    if best.document.kind == COMPILATION_KIND and (primary := _primary(turn, best)):
        chosen.append(primary)
    for passage in sorted(turn.passages[1:], key=lambda p: -(p.score + _SAME_DOCUMENT * (p.document == best.document))):
        found = terms.found_in(_own_words(passage))
        together = [max(a, b) for a, b in zip(held, found, strict=True)]
        if passage.chunk.locator.startswith(ITSELF):
            continue
        close = best.score - passage.score <= _CLOSE
        if len(chosen) < _QUOTES and close and passage not in chosen and terms.share(together) - terms.share(held) >= _NEW_SHARE:
            chosen.append(passage)
            held = together
    if len(chosen) == 1 and (equal := _as_good(turn, best)):
        chosen.append(equal)
        if _asks_a_figure(turn) and leads(equal.document, best.document) and disagreement(equal, best):
            chosen.reverse()
    return chosen


def _asks_a_figure(turn: Turn) -> bool:
    return any(e.name in _FIGURES for e in expectations(turn.asked))


def _disagreements(chosen: Sequence[Passage]) -> list[str]:
    """What to say when the two passages that answer equally well give different figures."""
    said = [disagreement(chosen[0], other) for other in chosen[1:2] if other.score >= chosen[0].score - _AS_GOOD]
    return [sentence for sentence in said if sentence]


def _as_good(turn: Turn, best: Passage) -> Passage | None:
    """A passage of another document that answers about as well: a person should see that two documents speak."""
    others = (p for p in turn.passages[1:] if p.document != best.document and p.document.kind != COMPILATION_KIND)
    return next((p for p in others if best.score - p.score <= _AS_GOOD and p.coverage >= best.coverage), None)


def _own_words(passage: Passage) -> Text:
    """The passage under its heading. The document's title is left out: "đến năm 2030" there answers nothing."""
    return Text.read(passage.chunk.locator) | Text.read(passage.chunk.text)


def _primary(turn: Turn, best: Passage) -> Passage | None:
    """A passage of a document that is no compilation and holds about as much of the question."""
    others = (p for p in turn.passages[1:] if p.document.kind != COMPILATION_KIND)
    return next((p for p in others if p.coverage >= best.coverage - _NEW_SHARE and best.score - p.score <= _CLOSE), None)


def quoted(turn: Turn, passage: Passage) -> Quote:
    """The words of a passage that answer."""
    if turn.terms is None or turn.intent is None:
        raise RuntimeError("compose needs the terms and the intent of the question")
    siblings = turn.view.chunks_of(passage.document.document_id)
    return quote(passage, turn.terms, siblings, turn.intent.wants_list)


def _shown(quoted: Quote, n: int) -> str:
    return f"{quoted.text}\n{part('cut', n=n)}" if quoted.cut else quoted.text
