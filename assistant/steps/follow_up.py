"""A question that leans on the one before it is read together with it; any other starts afresh.

Ways of leaning, told apart without a model:
- it puts something else in a place of the question before ("còn đến năm 2030?", "ở An Giang thì sao?");
- it asks one more thing of the document that was just quoted ("ai ký?", "nó có mấy điều?", "dân số bao nhiêu?");
- it asks for more of the same answer ("cho xem nguyên văn", "kể ra đi");
- it speaks of what came instead of that document ("văn bản thay thế nó nói gì về dịch vụ công?").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.pipeline import Turn
from assistant.privacy import without_marks
from assistant.replies import fact, part
from assistant.steps import cues
from assistant.steps.expects import expectations
from assistant.steps.orders import without_orders
from assistant.steps.periods import with_years
from knowledge.language.abbreviations import expand
from knowledge.language.normalise import fold
from knowledge.language.places import places_in
from knowledge.terms import Terms, Text, read_terms

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FACTS_WITHOUT_SUBJECT = 5
_CONTINUES_AT_MOST = 10
# A text of so few words that the document quoted before holds so much of is asked of that document.
_BARE, _TOLD = 7, 0.75
_PUNCTUATION = "?!. "
# A name that sounds by chance like a document's does not count as naming it.
_NAMED = 0.6


def follow_up(turn: Turn) -> None:
    """Set `asked`, `understood_as` (the same as a question that can be understood alone) and `leaning_on`."""
    turn.asked = turn.understood_as = with_years(turn.view.repairer.repair(without_orders(without_marks(turn.text))), turn.as_of)
    previous = turn.previous
    if previous is None:
        return
    if any(m.certainty >= _NAMED for m in turn.view.names.mentioned(turn.text)):
        if previous.open_question and len(turn.text.split()) <= _BARE:
            turn.asked = turn.understood_as = _answered(previous.open_question, turn.text)
        return
    folded = fold(turn.asked)
    if _asks_of_successor(turn, folded, previous.document_ids):
        return
    told = _told(turn, previous.document_ids)
    if leans_on_previous(folded) or _asks_more_of(told, folded):
        turn.leaning_on = tuple(sorted(told, key=lambda i: -told[i]))
        _read_together(turn, previous.understood_as, folded, max(told.values(), default=0.0))


def _answered(open_question: str, text: str) -> str:
    """The open question, asked of what the person named; a tapped choice holds the question already."""
    return text if fold(open_question.rstrip(_PUNCTUATION)) in fold(text) else fact("asked_of", question=open_question, name=text)


def leans_on_previous(folded: str) -> bool:
    """Whether the text points back ("văn bản đó"), goes on ("còn đến 2030?"), or asks a bare fact ("ai ký?")."""
    words = folded.split()
    points_back = cues.says("follow_up", "refers", folded)
    goes_on = len(words) <= _CONTINUES_AT_MOST and cues.says("follow_up", "continues", folded)
    bare_fact = len(words) <= _FACTS_WITHOUT_SUBJECT and (_asks_fact(folded) or cues.says("relation", "guides", folded))
    return points_back or goes_on or bare_fact or cues.is_only("follow_up", "listed", " ".join(words).rstrip(_PUNCTUATION))


def _asks_of_successor(turn: Turn, folded: str, document_ids: Sequence[str]) -> bool:
    """Whether the text asks something of the document that replaced the one quoted before; then it leans on that one."""
    match = cues.found("follow_up", "successor", folded)
    replaced = next((d for i in document_ids if (d := turn.view.documents.get(i)) and d.replaced_by), None)
    if match is None or replaced is None or len(folded) != len(turn.asked):
        return False
    newer = next(iter(turn.view.names.with_number(replaced.replaced_by or "")), None)
    rest = f"{turn.asked[: match.start()]} {turn.asked[match.end() :]}".strip()
    if newer is None or not any(read_terms(expand(rest, question=True), turn.view.weights).content):
        return False
    turn.leaning_on, turn.asked, turn.understood_as = (newer.document_id,), rest, f"{rest} ({newer.name})"
    return True


def _asks_more_of(told: dict[str, float], folded: str) -> bool:
    """Whether a few words are all found in one document that was quoted before."""
    return len(folded.split()) <= _BARE and max(told.values(), default=0.0) >= _TOLD


def _told(turn: Turn, document_ids: tuple[str, ...]) -> dict[str, float]:
    """For each document quoted before that is still there, how much of the text's content its best passage holds."""
    terms = read_terms(expand(turn.understood_as, question=True), turn.view.weights)
    return {i: _held(turn, terms, i) for i in dict.fromkeys(document_ids) if i in turn.view.documents}


def _held(turn: Turn, terms: Terms, document_id: str) -> float:
    chunks = turn.view.chunks_of(document_id)
    return max((terms.coverage(Text.read(f"{c.locator}\n{c.text}")) for c in chunks), default=0.0)


def _asks_fact(folded: str) -> bool:
    return any(cues.says("facts", name, folded) for name in cues.names("facts"))


def _read_together(turn: Turn, before: str, folded: str, told: float) -> None:
    """The previous question with the new part in it, or the text with the name of the document it is asked of."""
    document = turn.view.documents[turn.leaning_on[0]] if turn.leaning_on else None
    bare = folded.rstrip(_PUNCTUATION)
    if document and cues.is_only("follow_up", "when", bare):
        turn.asked = turn.understood_as = part("issued_when", question=turn.text, name=document.name)
    elif cues.is_only("follow_up", "more", bare):
        turn.asked = turn.understood_as = before
    elif cues.is_only("follow_up", "listed", bare):
        turn.asked = turn.understood_as = part("listed", question=before.rstrip(_PUNCTUATION))
    elif _is_bare(turn, folded):
        turn.asked = turn.understood_as = f"{before.rstrip(_PUNCTUATION)} {turn.asked}"
    elif document is None or (cues.says("follow_up", "replaces", folded) and not _brings_a_topic(turn, told)):
        turn.asked = turn.understood_as = _replaced(before, turn.asked)
        named = {m.document_id for m in turn.view.names.mentioned(turn.understood_as) if m.certainty >= _NAMED}
        turn.leaning_on = tuple(i for i in turn.leaning_on if not named or i in named)
    else:
        turn.understood_as = f"{turn.asked} ({document.name})"


def _is_bare(turn: Turn, folded: str) -> bool:
    """Whether the text only asks for a place, a time or an article of what the question before was about: "ở đâu?"."""
    if _asks_fact(folded) or cues.says("follow_up", "refers", folded):
        return False
    content = read_terms(expand(turn.asked, question=True), turn.view.weights).content
    return not any(content) or (sum(content) == 1 and any(e.name == "article" for e in expectations(turn.asked)))


def _brings_a_topic(turn: Turn, told: float) -> bool:
    """Whether "còn trách nhiệm của nhà cung cấp?" asks something new of the document, rather than "còn năm 2030?" the same again."""
    others = any(cues.says("relation", relation, fold(turn.text)) for relation in cues.names("relation"))
    return told >= _TOLD and not others and not _YEAR.search(turn.text) and not places_in(turn.text)


def _replaced(before: str, text: str) -> str:
    """The previous question with the years and places of the new text instead of its own: one in the place of one."""
    years, places = _YEAR.findall(text), places_in(text)
    if years:
        before = _YEAR.sub(years[0] if len(years) == len(set(_YEAR.findall(before))) == 1 else "", before)
    old = places_in(before) if places else ()
    for place in old:
        before = before.replace(place, places[0] if len(places) == len(old) == 1 else "")
    return f"{before} {text}"
