"""Do the passages support an answer? If not, the turn ends with the nearest documents instead of a guess.

Three signs are weighed: the share of the question's content that a passage holds (`coverage`), how far its meaning
stands out of the whole base (`meaning`, in standard deviations), and the score that it was ranked by. Weights and
threshold were fitted on the project's development cases, each of them also with its own documents taken away
(docs/decisions/0004-answerability.md).
"""

from __future__ import annotations

import math

from assistant.generation.sources import cited_name
from assistant.models import Status
from assistant.pipeline import Turn
from assistant.replies import fact, part, quick_questions, reply
from assistant.steps import cues
from assistant.steps.expects import Expectation, expectations, unmet
from assistant.steps.left_over import left_over
from assistant.steps.retrieve import contact, is_past
from knowledge.language.normalise import fold
from knowledge.language.places import RESOLUTION, successor
from knowledge.models import Passage

_JUDGED = 3
_SHOWN = 8
_BIAS, _COVERAGE, _MEANING, _RANKED, _OTHER_YEAR = -6.15, 5.0, 0.15, 0.5, 1.4
_UNMET, _LEANING = 2.6, 0.9
_NEAREST = 3
_OFF_TOPIC = 0.05
_SURE, _FEW = 0.6, 3


def judge(turn: Turn) -> None:
    """Set `evidence`; finish when it is too thin, or when the question names a document that nobody has."""
    years = turn.intent.years if turn.intent else ()
    expected = expectations(turn.asked)
    turn.evidence = max((_evidence(turn, p, years, expected) for p in turn.passages[:_JUDGED]), default=0.0)
    missing = [n for n in turn.view.names.unknown_numbers(turn.understood_as) if not _told_of(n, turn)]
    if _only_names_a_document(turn) and not missing:
        turn.passages = _opening(turn)
        return
    if not turn.passages or turn.evidence < turn.settings.answer_threshold or missing:
        _refuse(turn, missing)


def _only_names_a_document(turn: Turn) -> bool:
    """Whether the question is a document's number or name and hardly anything else ("số 127"), or asks what is in it."""
    mentions = turn.found.query.mentions if turn.found and not turn.leaning_on else ()
    if not mentions or mentions[0].certainty < _SURE:
        return False
    document, few = turn.view.documents[mentions[0].document_id], sum(turn.terms.content if turn.terms else ()) <= _FEW
    if few and not left_over(turn, document):
        return True
    return cues.says("shape", "overview", fold(turn.asked)) and not left_over(turn, document, ("shape", "overview"))


def _opening(turn: Turn) -> list[Passage]:
    """The first words of the document that is named: they say what it is."""
    document = turn.view.documents[turn.found.query.mentions[0].document_id] if turn.found else turn.passages[0].document
    first = turn.view.chunks_of(document.document_id)[0]
    return [Passage(first, document, 0.0)]


def _as_typed(number: str, text: str) -> str:
    """The number as the person wrote it; folding keeps each letter's place."""
    start = fold(text).find(number)
    return text[start : start + len(number)] if start >= 0 else number


def _told_of(number: str, turn: Turn) -> bool:
    """Whether a passage speaks of the document that has this number, though the document itself is not here."""
    return any(f" {number.split()[-1]}" in f" {fold(p.chunk.text)}" for p in turn.passages[:_JUDGED])


def _year_elsewhere(passage: Passage, years: tuple[str, ...]) -> bool:
    """Whether the question names years and neither the passage nor its document's dates hold any of them."""
    document = passage.document
    dates = f"{document.issued_on} {document.effective_from} {document.effective_to}"
    return bool(years) and not any(year in passage.chunk.search_text or year in dates for year in years)


def _evidence(turn: Turn, passage: Passage, years: tuple[str, ...], expected: tuple[Expectation, ...]) -> float:
    """A document out of force that nobody asked about is no evidence, however well it fits."""
    if is_past(passage.document, turn):
        return 0.0
    place = f"{passage.document.name} {passage.chunk.context} {passage.chunk.locator}"
    return evidence(
        passage,
        _year_elsewhere(passage, years),
        unmet(expected, passage.chunk.text, place),
        passage.document.document_id in turn.leaning_on,
    )


def evidence(passage: Passage, year_elsewhere: bool, unmet_forms: float = 0.0, leaning: bool = False) -> float:
    """The probability, from 0 to 1, that the passage answers the question."""
    against = _OTHER_YEAR * year_elsewhere + _UNMET * unmet_forms
    logit = _BIAS + _COVERAGE * passage.coverage + _MEANING * passage.meaning + _RANKED * passage.score + _LEANING * leaning - against
    return 1 / (1 + math.exp(-logit))


def _refuse(turn: Turn, missing: list[str]) -> None:
    """End with what is missing, the nearest passages' titles, and whom to ask. Who names a document that we have is not off topic."""
    places = turn.intent.places if turn.intent else ()
    names_one = turn.found is not None and bool(turn.found.query.mentions)
    if turn.evidence < _OFF_TOPIC and not missing and not places and not names_one:
        turn.finish(
            Status.UNANSWERABLE_OFF_TOPIC, reply(Status.UNANSWERABLE_OFF_TOPIC, contact=contact(turn)), suggestions=quick_questions()
        )
        return
    around = {"nearest": nearest(turn), "contact": contact(turn)}
    if places and not missing:
        text = " ".join([fact("unknown_place", places=", ".join(places)), *_merged(places)]) + "".join(around.values())
    else:
        numbers = ", ".join(_as_typed(n, turn.text) for n in missing)
        text = f"{fact('unknown_number', numbers=numbers) if missing else ''} {reply(Status.UNANSWERABLE_NO_MATCH, **around)}".strip()
    turn.finish(Status.UNANSWERABLE_NO_MATCH, text, suggestions=quick_questions())


def _merged(places: tuple[str, ...]) -> list[str]:
    """What became of provinces that were merged in 2025."""
    return [fact("merged", old=place, new=new, resolution=RESOLUTION) for place in places if (new := successor(place))]


def nearest(turn: Turn) -> str:
    """Where a person may look: the nearest documents, each with its nearest part."""
    found = turn.passages or (turn.found.passages if turn.found else ())
    first = list({p.document.document_id: p for p in reversed(found[:_SHOWN])}.values())[::-1][:_NEAREST]
    lines = [part("near", name=cited_name(p.document), locator=p.chunk.locator) for p in sorted(first, key=lambda p: -p.score)]
    return part("nearest", titles="\n".join(lines)) if lines else ""
