"""Events as staff see them: where each was read, and what the form of one holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from assistant.admin.documents.shelf import Opened, Shelf
from assistant.events import Event, Phase, events_of
from assistant.moments import day
from knowledge.corrections import Correction
from knowledge.language.normalise import fold

TEXTS = ("title", "place", "organiser", "audience", "registration_link", "link", "contact")
MOMENTS = ("start", "end", "registration_deadline")
ORIGINS = ("read", "stated", "corrected", "pending")
_ORDER = (Phase.RUNNING, Phase.AHEAD, Phase.UNDATED, Phase.PAST)


class BadEvent(ValueError):
    """The form cannot be kept; its text is a key of words."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An event of the list."""

    event: Event
    phase: Phase
    origin: str


def seen_events(shelf: Shelf, words: str = "", phase: str = "") -> list[Seen]:
    """Those that go on or lie ahead first, the earliest first; then the past ones, the latest first."""
    today, corrections = shelf.today(), shelf.corrections.all()
    found = [
        Seen(event, event.phase(today), _origin(event, corrections.get(event.document.document_id)))
        for event in events_of(shelf.base.view().documents.values())
    ]
    wanted = fold(words).split()
    fitting = [one for one in found if (not phase or one.phase == phase) and all(word in _searched(one.event) for word in wanted)]
    past = [one for one in fitting if one.phase is Phase.PAST]
    return [*sorted((one for one in fitting if one.phase is not Phase.PAST), key=lambda one: _ORDER.index(one.phase)), *past[::-1]]


def form_of(opened: Opened) -> dict[str, str]:
    """The fields of the form; a day and its time are two: "start" and "start_time". A correction that is not published yet is shown."""
    correction, document = opened.correction, opened.document
    pending = correction.stated.get("event") if correction and correction.pending else None
    event = pending if isinstance(pending, dict) else document.details.get("event") if document else None
    told: Mapping[str, Any] = event if isinstance(event, dict) else {}
    form = {name: str(told.get(name) or "") for name in TEXTS}
    for name in MOMENTS:
        form[name], _, time = str(told.get(name) or "").replace(" ", "T").partition("T")
        form[f"{name}_time"] = time[:5]
    return form


def event_in(form: Mapping[str, str]) -> dict[str, str]:
    """What was typed, as documents state events.

    Raises:
        BadEvent: a title is missing, a time has no day, or it ends before it starts.
    """
    if not form["title"]:
        raise BadEvent("no_title")
    event = {name: form[name] for name in TEXTS if form[name]}
    for name in MOMENTS:
        if form[f"{name}_time"] and not form[name]:
            raise BadEvent("no_day")
        if form[name]:
            event[name] = f"{form[name]}T{form[f'{name}_time']}" if form[f"{name}_time"] else form[name]
    if "end" in event and event["end"][:10] < event.get("start", "")[:10]:
        raise BadEvent("ends_before")
    return event


def at(moment: date | datetime | None) -> str:
    """25/11/2026, or 25/11/2026 08:00."""
    if moment is None:
        return ""
    return f"{moment:%d/%m/%Y %H:%M}" if isinstance(moment, datetime) else day(moment)


def _origin(event: Event, correction: Correction | None) -> str:
    if correction and "event" in correction.stated:
        return "pending" if correction.pending else "corrected"
    return "read" if "event" in event.document.details.get("read_from", {}) else "stated"


def _searched(event: Event) -> str:
    parts: Sequence[str] = (event.title, event.place, event.organiser, event.document.name)
    return fold(" ".join(parts))
