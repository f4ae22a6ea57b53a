"""What the question wants: facts about a document, a list, something of the past, an event."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.models import Status
from assistant.pipeline import Turn
from assistant.replies import quick_questions, reply
from assistant.steps import cues
from knowledge.language.abbreviations import expand
from knowledge.language.normalise import fold
from knowledge.language.places import places_in
from knowledge.language.typing import is_syllable
from knowledge.terms import read_terms

# A year that is no part of a document number.
_YEAR = re.compile(r"(?<![/\w])(20[0-4]\d)(?![/\w])")
_FEWEST_KNOWN = 0.4


@dataclass(frozen=True, slots=True)
class Intent:
    """`facts` are names of document metadata that are asked for; `years` and `places` are those the question names."""

    facts: tuple[str, ...] = ()
    wants_list: bool = False
    historical: bool = False
    about_events: bool = False
    years: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


def understand(turn: Turn) -> None:
    """Set `terms` and `intent`; finish questions without content and those in another language."""
    expanded = expand(turn.asked, question=True)
    folded = fold(expanded)
    turn.terms = read_terms(expanded, turn.view.weights)
    years = tuple(dict.fromkeys(_YEAR.findall(folded)))
    turn.intent = Intent(
        facts=tuple(name for name in cues.names("facts") if cues.says("facts", name, folded)),
        wants_list=cues.says("shape", "list", folded),
        historical=cues.says("shape", "historical", folded) or any(int(year) < turn.as_of.year for year in years),
        about_events=cues.says("shape", "events", folded),
        years=years,
        places=places_in(turn.understood_as),
    )
    if _foreign(turn):
        turn.finish(Status.UNANSWERABLE_LANGUAGE, reply(Status.UNANSWERABLE_LANGUAGE), suggestions=quick_questions())
    elif not any(turn.terms.content) and not turn.intent.facts and not turn.leaning_on:
        turn.finish(Status.CLARIFICATION_TOO_SHORT, reply(Status.CLARIFICATION_TOO_SHORT), suggestions=quick_questions())


def _foreign(turn: Turn) -> bool:
    """Whether most syllables are neither in the ingested text nor possible in Vietnamese."""
    syllables = turn.terms.syllables if turn.terms else ()
    known = sum(turn.view.weights.knows(s) or s.isdigit() or is_syllable(s) for s in syllables)
    return turn.view.release.number > 0 and len(syllables) >= 3 and known < _FEWEST_KNOWN * len(syllables)
