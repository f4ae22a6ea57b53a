"""Events by date: what is coming, what was last, and a file for a phone's calendar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TypeAlias

from assistant.channels.answer_view import web_link
from assistant.clock import HERE
from assistant.dialogue.browse import short, title
from assistant.dialogue.visit import Visit
from assistant.events import Event, Phase
from assistant.generation.event_notes import registration, when
from assistant.messages import Block, Bullets, Button, File, Line, Message, Reply, Span, paragraph, say
from assistant.replies import said

PAST_EVENTS = 5
EventButtons: TypeAlias = Callable[[Visit, Event], Sequence[Button]]
EVENT_BUTTONS: list[EventButtons] = []
"""Functions from (visit, event) to buttons, for what other files offer beside an event to come."""


def events(visit: Visit, _argument: str) -> Reply:
    """/sukien"""
    today = datetime.now(HERE).date()
    found = [event for event in visit.house.library.events() if event.phase(today) is not Phase.UNDATED]
    if not found:
        return Reply((say(said("events_none")),))
    coming = [event for event in found if event.phase(today) is not Phase.PAST]
    past = [event for event in reversed(found) if event.phase(today) is Phase.PAST][:PAST_EVENTS]
    blocks: list[Block] = [title(said("events_title"))]
    blocks += [title(said("events_coming")), _lines(coming, today)] if coming else [paragraph(said("events_none_coming"))]
    blocks += [title(said("events_past")), _lines(past, today)] if past else []
    rows = [_row(visit, event) for event in coming] or [(_button(event),) for event in past]
    return Reply((Message(tuple(blocks), tuple(rows)),))


def add_to_calendar(visit: Visit, document_id: str) -> Reply:
    """The event as a file that a phone's calendar opens."""
    made = visit.house.assistant.event_calendar(document_id)
    if made is None:
        return Reply((say(said("document_gone")),))
    return Reply((Message((paragraph(said("calendar_text")),), file=File(said("calendar_file"), made.decode())),))


def _lines(found: Sequence[Event], today: date) -> Bullets:
    return Bullets(tuple(_line(event, today) for event in found))


def _line(event: Event, today: date) -> Line:
    facts = [when(event), said("event_place", place=event.place) if event.place else ""]
    told = ". ".join(part for part in (", ".join(filter(None, facts)), registration(event, today)) if part)
    return Span(event.title, bold=True, link=web_link(event.link) or None), Span(f": {told}")


def _row(visit: Visit, event: Event) -> tuple[Button, ...]:
    more = [button for offer in EVENT_BUTTONS for button in offer(visit, event)]
    calendar = Button(said("calendar_button"), f"ics:{event.document.document_id}")
    return _button(event), *(() if visit.inbound.by_word else (calendar,)), *more  # what has no buttons opens no files either


def _button(event: Event) -> Button:
    return Button(short(event.title), f"doc:{event.document.document_id}:0")
