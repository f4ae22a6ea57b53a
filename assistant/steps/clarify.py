"""Ask back, once, when a question fits several documents and names none: "ai ký?", "142 còn hiệu lực không?".

A person taps one of two to four choices; each is a whole question, so that it can also be typed. After a
question back the assistant does not ask again: it answers as well as it can.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.generation.sources import cited_name
from assistant.models import Status
from assistant.pipeline import Turn
from assistant.replies import fact, part, reply
from assistant.steps import cues
from knowledge.language.normalise import fold
from knowledge.models import Document
from knowledge.terms import read_terms

_MOST = 4
# A question that points at something unsaid is short.
_POINTING = 9
_ALIKE = 0.55
_ONE_NUMBER = 0.9


def clarify(turn: Turn) -> None:
    """Finish with a question back when it is open which document is meant."""
    if turn.leaning_on or (turn.previous and turn.previous.open_question):
        return
    fitting = _same_number(turn) or (_likely(turn) if _of_no_document(turn) else [])
    if len(fitting) >= 2:
        asked = turn.asked.rstrip("?!. ")
        choices = [fact("asked_of", question=asked, name=d.name) for d in fitting[:_MOST]]
        lines = "\n".join(part("choice", name=cited_name(d), title=d.title) for d in fitting[:_MOST])
        turn.finish(Status.CLARIFICATION_WHICH_DOCUMENT, reply(Status.CLARIFICATION_WHICH_DOCUMENT, choices=lines), suggestions=choices)


def _same_number(turn: Turn) -> list[Document]:
    """The documents of one bare number, when two or more carry it: Nghị định 142 and Quyết định 142."""
    mentions = turn.found.query.mentions if turn.found else ()
    best = [m for m in mentions if m.certainty == mentions[0].certainty]
    if len(best) < 2 or not _ALIKE < best[0].certainty < _ONE_NUMBER:
        return []
    documents = [turn.view.documents[m.document_id] for m in best]
    leads = {(d.number or "").split("/")[0] for d in documents}
    return documents if len(leads) == 1 and "" not in leads else []


def _of_no_document(turn: Turn) -> bool:
    """Whether a fact of a document is asked, or something is pointed at, and nothing says which document it is."""
    if (turn.found and turn.found.query.mentions) or turn.intent is None:
        return False
    folded = fold(turn.asked)
    points = turn.previous is None and len(folded.split()) <= _POINTING and cues.says("follow_up", "refers", folded)
    beside_the_facts = read_terms(cues.without("facts", folded), turn.view.weights)
    return points or (bool(turn.intent.facts) and "current" not in turn.intent.facts and not any(beside_the_facts.content))


def _likely(turn: Turn) -> list[Document]:
    """Documents people ask about: those in force whose kind has a number, the newest of each kind first."""
    in_force = [d for d in turn.view.documents.values() if d.number and d.issued_on and d.in_force(turn.as_of)]
    return _one_of_each_kind(sorted(in_force, key=lambda d: d.issued_on or date.min, reverse=True))


def _one_of_each_kind(documents: Sequence[Document]) -> list[Document]:
    first: dict[str | None, Document] = {}
    for document in documents:
        first.setdefault(document.kind, document)
    return list(first.values())
