"""What a reader must know of an event on the day of asking: whether it is over, how long it still is, until when one registers."""

from __future__ import annotations

from datetime import date, datetime

from assistant.events import Event, Phase, day_of, event_of
from assistant.generation.sources import vn_date
from assistant.replies import part
from knowledge.models import Document


def event_note(document: Document, on: date) -> str:
    """A sentence on an event seen from a day; empty when the document announces none, or none with a day."""
    event = event_of(document)
    if event is None or event.phase(on) is Phase.UNDATED:
        return ""
    days = (day_of(event.start) - on).days if event.start else 0
    return " ".join(filter(None, [_stands(event, on, days), registration(event, on)]))


def _stands(event: Event, on: date, days: int) -> str:
    if event.phase(on) is Phase.AHEAD:
        return part("event_ahead", when=when(event), days=days)
    return part("event_past", when=when(event)) if event.phase(on) is Phase.PAST else part("event_running", when=when(event))


def when(event: Event) -> str:
    """ "26/9/2025", "từ 27/10/2025 đến 29/10/2025", "08:00 ngày 05/12/2026"; empty without a day."""
    if event.start is None:
        return ""
    last = event.end or event.start
    if day_of(event.start) == day_of(last):
        return _told(event.start)
    return part("event_span", first=_told(event.start), last=_told(last))


def registration(event: Event, on: date) -> str:
    """Whether one can still register; empty when no last day is known."""
    if event.deadline is None or event.phase(on) is Phase.PAST:
        return ""
    last = _told(event.deadline)
    return part("registration_open", date=last) if day_of(event.deadline) >= on else part("registration_closed", date=last)


def _told(moment: date | datetime) -> str:
    day = vn_date(day_of(moment))
    return part("at_time", time=f"{moment:%H:%M}", date=day) if isinstance(moment, datetime) and (moment.hour or moment.minute) else day
