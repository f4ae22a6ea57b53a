"""A question that leans on the one before it is read together with it; any other starts afresh."""

from __future__ import annotations

import re

from assistant.pipeline import Turn
from assistant.replies import part
from assistant.steps import cues
from knowledge.language.normalise import fold
from knowledge.language.places import places_in

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FACTS_WITHOUT_SUBJECT = 5
_CONTINUES_AT_MOST = 10


def follow_up(turn: Turn) -> None:
    """Set `understood_as` to a question that can be understood alone, and `leaning_on` to the documents it leans on."""
    turn.understood_as = turn.view.repairer.repair(turn.text)
    previous = turn.previous
    if previous is None or turn.view.names.mentioned(turn.text):
        return
    folded = fold(turn.text)
    if leans_on_previous(folded):
        turn.leaning_on = tuple(i for i in previous.document_ids if i in turn.view.documents)
        turn.understood_as = _together(turn, previous.understood_as, folded)


def leans_on_previous(folded: str) -> bool:
    """Whether the text points back ("văn bản đó"), goes on ("còn đến 2030?"), or asks a bare fact ("ai ký?")."""
    words = folded.split()
    points_back = cues.says("follow_up", "refers", folded)
    goes_on = len(words) <= _CONTINUES_AT_MOST and cues.says("follow_up", "continues", folded)
    bare_fact = len(words) <= _FACTS_WITHOUT_SUBJECT and _asks_fact(folded)
    return points_back or goes_on or bare_fact


def _asks_fact(folded: str) -> bool:
    return any(cues.says("facts", name, folded) for name in cues.names("facts"))


def _together(turn: Turn, before: str, folded: str) -> str:
    """The named document for a bare fact or a pointer; otherwise the previous question with the new part in it."""
    document = turn.view.documents[turn.leaning_on[0]] if turn.leaning_on else None
    if document and cues.is_only("follow_up", "when", folded.rstrip("?. ")):
        return part("issued_when", question=turn.text, name=document.name)
    if document and (cues.says("follow_up", "refers", folded) or _asks_fact(folded)):
        return f"{turn.text} ({document.name})"
    if _YEAR.search(turn.text):
        before = _YEAR.sub("", before)
    for place in places_in(before) if places_in(turn.text) else ():
        before = before.replace(place, "")
    return f"{before} {turn.text}"
