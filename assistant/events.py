"""Events that documents announce: when, where, and until when one registers, seen from a day. Also as iCalendar files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from assistant.clock import HERE
from knowledge.models import Document


class Phase(StrEnum):
    """Where an event stands on a day."""

    AHEAD = "ahead"
    RUNNING = "running"
    PAST = "past"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Event:
    """What `Document.details["event"]` holds; days and times are local to Viet Nam, `end` is the last day."""

    document: Document
    title: str
    start: date | datetime | None = None
    end: date | datetime | None = None
    place: str = ""
    organiser: str = ""
    link: str = ""
    deadline: date | datetime | None = None

    def phase(self, on: date) -> Phase:
        """Ahead, running or past on a day."""
        if self.start is None:
            return Phase.UNDATED
        if on < day_of(self.start):
            return Phase.AHEAD
        return Phase.RUNNING if on <= day_of(self.end or self.start) else Phase.PAST

    def overlaps(self, first: date, last: date) -> bool:
        """Whether some day of the event lies between two days, both counted."""
        return self.start is not None and day_of(self.start) <= last and day_of(self.end or self.start) >= first


def event_of(document: Document) -> Event | None:
    """The event that a document announces, if it does."""
    data = document.details.get("event")
    if not isinstance(data, dict):
        return None
    text = {name: str(data.get(name) or "") for name in ("title", "place", "organiser", "link", "registration_link")}
    return Event(
        document,
        text["title"] or document.title,
        _moment(data.get("start")),
        _moment(data.get("end")),
        text["place"],
        text["organiser"],
        text["registration_link"] or text["link"] or document.url or "",
        _moment(data.get("registration_deadline")),
    )


def events_of(documents: Iterable[Document]) -> list[Event]:
    """Every announced event, the earliest first; those without a day come last."""
    found = [event for document in documents if (event := event_of(document))]
    return sorted(found, key=lambda e: (e.start is None, str(e.start), e.title))


def day_of(moment: date | datetime) -> date:
    """The day of a moment."""
    return moment.date() if isinstance(moment, datetime) else moment


def calendar(event: Event) -> bytes:
    """The event as an iCalendar file (RFC 5545) for a phone's calendar, with a reminder a day before.

    Raises:
        ValueError: the event has no day.
    """
    import icalendar

    if event.start is None:
        raise ValueError("an event without a day is in no calendar")
    entry = icalendar.Event()
    entry.add("uid", f"{event.document.document_id}@tro-ly-ai")
    entry.add("dtstamp", datetime.now(HERE))
    entry.add("summary", event.title)
    entry.add("dtstart", _in_zone(event.start))
    entry.add("dtend", _after(event.end or event.start))
    for name, value in (("location", event.place), ("url", event.link), ("description", event.organiser)):
        if value:
            entry.add(name, value)
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", event.title)
    alarm.add("trigger", timedelta(days=-1))
    entry.add_component(alarm)
    whole = icalendar.Calendar()
    whole.add("prodid", "-//tro-ly-ai//VI")
    whole.add("version", "2.0")
    whole.add_component(entry)
    return bytes(whole.to_ical())


def _moment(value: Any) -> date | datetime | None:
    """A day or a time as documents give it: an ISO string, or what YAML made of one; None for anything else."""
    if isinstance(value, date):
        return value
    try:
        text = str(value or "")
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return None


def _in_zone(moment: date | datetime) -> date | datetime:
    return moment.replace(tzinfo=HERE) if isinstance(moment, datetime) else moment


def _after(last: date | datetime) -> date | datetime:
    """iCalendar's end is the first moment after: the next day for whole days."""
    return _in_zone(last) if isinstance(last, datetime) else last + timedelta(days=1)
