"""An answer that the office wrote and a second person approved comes before everything that the documents would say."""

from __future__ import annotations

import re

from assistant.clock import HERE
from assistant.curated.shelf import Match
from assistant.generation.quote import Quote
from assistant.generation.sources import source_of, vn_date, warning
from assistant.models import Source, Status
from assistant.pipeline import Turn
from assistant.replies import part, reply
from knowledge.language.normalise import fold
from knowledge.models import Passage

_CITATION = re.compile(r"\[\d{1,2}\]")


def answer_of_office(turn: Turn) -> None:
    """Finish with the curated answer to this question, if one is in force on its day."""
    if turn.shelf is None or _asks_for_more(turn):
        return
    # A question that seems to lean on the one before it may still be one that stands alone.
    for question in dict.fromkeys((turn.understood_as, turn.asked)):
        if match := turn.shelf.find(question, turn.as_of, turn.view):
            turn.matched = match
            turn.finish(Status.ANSWERED_CURATED, text_of(match, turn), sources_of(match, turn))
            return


def _asks_for_more(turn: Turn) -> bool:
    """ "Cho xem nguyên văn" after a curated answer wants the documents, not the same answer again."""
    previous = turn.previous
    return previous is not None and bool(turn.leaning_on) and fold(turn.asked) == fold(previous.understood_as) != fold(turn.text)


def text_of(match: Match, turn: Turn) -> str:
    """Who answers and since when, the words, and what a reader must know of the documents behind them."""
    words, curated = match.kept.words, match.kept.curated
    operator = turn.settings.operator
    office = part("curated_office", name=operator) if operator else ""
    day = vn_date(curated.approved_at.astimezone(HERE).date()) if curated.approved_at else ""
    marks = "" if _CITATION.search(words.text) else "".join(f" [{n}]" for n, _ in enumerate(words.citations, start=1))
    documents = {s.document.document_id: s.document for s in match.kept.standing if s.document}
    notes = [w for d in documents.values() if (w := warning(d, turn.view, turn.as_of))]
    basis = [part("curated_basis", basis=words.basis)] if words.basis else []
    answer = "\n\n".join([f"{words.text}{marks}", *basis, *notes])
    return reply(Status.ANSWERED_CURATED, office=office, date=day, answer=answer)


def sources_of(match: Match, turn: Turn) -> list[Source]:
    """The citations, each at the place where its words stand now."""
    found = ((s, Passage(s.chunk, s.document, 0.0)) for s in match.kept.standing if s.chunk and s.document)
    return [source_of(Quote(passage, s.citation.quote), turn.as_of) for s, passage in found]
