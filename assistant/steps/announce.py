"""Events of a period: "sắp tới có hội thảo nào", "tháng này có cuộc thi AI gì", "cuối tuần có sự kiện nào ở Hà Nội".

The list comes from what documents announce, seen from the day of the question. A question about one event that it
names, and a period without events, are left to the passages.
"""

from __future__ import annotations

from assistant.events import Event, Phase, events_of
from assistant.generation.event_notes import registration, when
from assistant.generation.quote import Quote
from assistant.generation.sources import source_of, vn_date
from assistant.models import Status
from assistant.pipeline import Turn
from assistant.replies import part
from assistant.steps import cues
from assistant.steps.expects import expectations
from assistant.steps.periods import Period, period_in
from knowledge.language.normalise import fold
from knowledge.language.places import speaks_of
from knowledge.models import Passage

_MOST = 8
_NAMED = 0.6


def announce(turn: Turn) -> None:
    """Finish with the events of the period that is asked about."""
    folded = fold(turn.asked)
    if turn.intent is None or not cues.says("shape", "which_events", folded) or _asks_of_one(turn, folded):
        return
    period = period_in(folded, turn.as_of)
    if period is None:
        return
    events = [event for event in events_of(turn.view.documents.values()) if _fits(event, period, turn)]
    if not events:
        return
    lines = [_line(event, n, turn) for n, event in enumerate(events[:_MOST], start=1)]
    head = _head(period, turn)
    more = [part("events_more", count=len(events) - _MOST)] if len(events) > _MOST else []
    turn.finish(Status.ANSWERED, "\n".join([head, *lines, *more]), [source_of(_bearing_out(e, turn), turn.as_of) for e in events[:_MOST]])


def _head(period: Period, turn: Turn) -> str:
    if period.ahead:
        return part("events_ahead", today=vn_date(turn.as_of))
    return part("events", first=vn_date(period.first), last=vn_date(period.last))


def _asks_of_one(turn: Turn, folded: str) -> bool:
    """Whether the question names one event, or wants more than which events there are: their own documents answer."""
    if any(e.name != "time" for e in expectations(turn.asked)) or cues.says("asks_for", "organiser", folded):
        return True
    mentions = turn.found.query.mentions if turn.found else ()
    return any(m.certainty >= _NAMED and "event" in turn.view.documents[m.document_id].details for m in mentions)


def _fits(event: Event, period: Period, turn: Turn) -> bool:
    known_then = event.document.issued_on is None or event.document.issued_on <= turn.as_of
    places = turn.intent.places if turn.intent else ()
    here = f"{event.place} {event.title} {event.document.province or ''}"
    return known_then and event.overlaps(period.first, period.last) and all(speaks_of(here, place) for place in places)


def _line(event: Event, n: int, turn: Turn) -> str:
    place = part("event_at", place=event.place) if event.place else ""
    over = part("event_over") if event.phase(turn.as_of) is Phase.PAST else ""
    until = registration(event, turn.as_of)
    return part("event_line", title=event.title, when=when(event), place=place, over=over, registration=f" {until}" if until else "", n=n)


def _bearing_out(event: Event, turn: Turn) -> Quote:
    """The words of the document that give the day, else its first ones."""
    chunks = turn.view.chunks_of(event.document.document_id)
    year = str(event.start)[:4]
    told = next((c for c in chunks if year in c.text), chunks[0])
    return Quote(Passage(told, event.document, 0.0), told.text)
