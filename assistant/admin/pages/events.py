"""Sự kiện: what was read from notices, and how many people wait for which news."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from nicegui import run, ui

from assistant.admin.desk import Desk
from assistant.admin.documents.announced import Seen, at, seen_events
from assistant.admin.documents.shelf import Shelf
from assistant.admin.frame import address, heading, page
from assistant.admin.lists import Listing, listing
from assistant.admin.table import Column, Screen, Table, whole
from assistant.admin.visit import Visit
from assistant.admin.words import say
from assistant.events import Phase
from assistant.moments import number
from assistant.news.wishes import event_wish, label_of
from assistant.records.subscriptions import Counts, Subscriptions

PATH = "/su-kien"
_COLUMNS = ("name", "start", "end", "place", "deadline", "phase", "origin", "waiting")
_MOST_WISHES = 60


@page(PATH, "events.title", icon="event", order=60)
async def events(visit: Visit, words: str = "", phase: str = "") -> None:
    """The list, and the subscribers."""
    shelf = visit.desk.shelf
    if shelf is None:
        ui.label(say("documents.nothing_here"))
        return
    counts = await run.io_bound(Subscriptions(visit.desk.engine).counts) or Counts(0, {})
    ui.label(say("events.intro"))
    phases = {"": say("events.all"), **{one.value: say(f"events.phases.{one}") for one in Phase}}
    with ui.element("section").classes("card filters").props(f'role=search aria-label="{say("events.filters")}"'):
        typed = ui.input(say("events.words"), value=words).props("outlined dense clearable").classes("filter")
        chosen = ui.select(phases, label=say("events.phase"), value=phase if phase in phases else "")
        chosen.props("outlined dense").classes("filter")
        apply = ui.button(say("events.apply"), icon="search").props("no-caps unelevated color=primary")

    def filters() -> dict[str, str]:
        return {"words": str(typed.value or "").strip(), "phase": str(chosen.value or "")}

    def fetch(after: int | None, limit: int) -> Screen:
        found, begin = seen_events(shelf, **filters()), after or 0
        return Screen([_shown(one, counts) for one in found[begin : begin + limit]], begin + limit if len(found) > begin + limit else None)

    long = ("name", "place")
    columns = [Column(n, say(f"events.{n}"), link=n == "name", long=n in long, number=n == "waiting") for n in _COLUMNS]
    table = Table(columns, fetch, label=say("events.title"), export="su-kien", filters=filters)
    apply.on_click(table.show)
    typed.on("keydown.enter", table.show)
    await table.show()
    await _subscribers(shelf, counts)


def _shown(one: Seen, counts: Counts) -> dict[str, Any]:
    event = one.event
    return {
        "key": event.document.document_id,
        "href": address(event_path(event.document.document_id)),
        "name": event.title,
        "start": at(event.start),
        "end": at(event.end),
        "place": event.place,
        "deadline": at(event.deadline),
        "phase": say(f"events.phases.{one.phase}"),
        "origin": say(f"events.origins.{one.origin}"),
        "waiting": counts.wishes.get(event_wish(event.document.document_id), 0),
    }


def event_path(document_id: str) -> str:
    """Where an event is shown, below /admin."""
    return f"{PATH}/xem?id={quote(document_id, safe='')}"


async def _subscribers(shelf: Shelf, counts: Counts) -> None:
    with ui.element("section").classes("card"):
        heading(say("events.subscribers"))
        if not counts.chats:
            ui.label(say("events.subscribers_none"))
            return
        total = sum(counts.wishes.values())
        ui.label(say("events.subscribed_all", chats=number(counts.chats), wishes=number(total))).classes("muted")
        found = await run.io_bound(seen_events, shelf) or []
        titles = {event_wish(one.event.document.document_id): one.event.title for one in found}
        rows = [[label_of(wish, titles.get(wish, "")), number(n)] for wish, n in list(counts.wishes.items())[:_MOST_WISHES]]
        whole([say("events.wish"), say("events.chats")], rows, numbers=True)


@listing("su-kien")
def all_events(desk: Desk, filters: Mapping[str, str]) -> Listing:
    """The list with its filters, whole."""
    titles = [say("documents.fields.document_id"), *(say(f"events.{name}") for name in _COLUMNS)]
    return Listing(titles, _rows(desk, desk.shelf, filters) if desk.shelf else ())


def _rows(desk: Desk, shelf: Shelf, filters: Mapping[str, str]) -> Iterator[list[object]]:
    counts = Subscriptions(desk.engine).counts()
    for one in seen_events(shelf, filters.get("words", ""), filters.get("phase", "")):
        shown = _shown(one, counts)
        yield [shown["key"], *(shown[name] for name in _COLUMNS)]
