"""When, where and by whom one event is held, from its metadata: "AI4VN 2025 tổ chức khi nào, ở đâu?".

A question about anything else of it, such as its opening or a contest within it, is left to the passages.
"""

from __future__ import annotations

from assistant.events import Event, Phase, event_of
from assistant.generation.event_notes import registration, when
from assistant.generation.quote import Quote
from assistant.generation.sources import source_of, spellings
from assistant.models import Status
from assistant.pipeline import Turn
from assistant.replies import fact, part
from assistant.steps import cues
from assistant.steps.compose import for_english
from assistant.steps.left_over import left_over
from knowledge.language.normalise import fold
from knowledge.models import Passage

_SURE = 0.6
_ASKED = ("time", "place", "organiser")
_BESIDE = (*(("asks_for", name) for name in _ASKED), ("shape", "event_itself"))


def look_up_event(turn: Turn) -> None:
    """Finish when nothing but the time, the place or the organiser of one event is asked, and the metadata hold it."""
    event = _event(turn)
    folded = fold(turn.asked)
    asked = [name for name in _ASKED if cues.says("asks_for", name, folded)]
    if event is None or not asked or left_over(turn, event.document, *_BESIDE):
        return
    told = [sentence for name in asked if (sentence := _tell(name, event, turn))]
    if len(told) < len(asked):
        return
    quote = _bearing_out(event, turn)
    text = " ".join([*dict.fromkeys(told), registration(event, turn.as_of), "[1]"]).replace("  ", " ")
    turn.finish(Status.ANSWERED, "\n\n".join([*for_english(turn), text, quote.text]), [source_of(quote, turn.as_of)])


def _event(turn: Turn) -> Event | None:
    mentions = turn.found.query.mentions if turn.found else ()
    named = [m.document_id for m in mentions if m.certainty >= _SURE and m.certainty == mentions[0].certainty]
    ids = named or turn.leaning_on[:1]
    events = [event for i in ids if (document := turn.view.documents.get(i)) and (event := event_of(document))]
    return events[0] if len(events) == 1 else None


def _tell(name: str, event: Event, turn: Turn) -> str:
    """The sentence for one thing; empty when the metadata do not hold it."""
    place = part("event_at", place=event.place) if event.place else ""
    over = part("event_over") if event.phase(turn.as_of) is Phase.PAST else ""
    if name == "time" and event.start:
        return fact("event_when", title=event.title, when=when(event), place=place, over=over)
    if name == "place" and event.place:
        return fact("event_when", title=event.title, when=when(event), place=place, over=over) if event.start else ""
    return fact("event_organiser", title=event.title, organiser=event.organiser) if name == "organiser" and event.organiser else ""


def _bearing_out(event: Event, turn: Turn) -> Quote:
    """The words of the document that hold most of what is told."""
    days = [spelt for day in (event.start, event.end) if day for spelt in spellings(day)]
    chunks = turn.view.chunks_of(event.document.document_id)
    best = max(chunks, key=lambda c: (sum(v in c.text for v in [*days, *filter(None, (event.place, event.organiser))]), -c.position))
    return Quote(Passage(best, event.document, 0.0), best.text)
