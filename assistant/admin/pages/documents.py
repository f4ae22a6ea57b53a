"""Văn bản: every document with its state and validity; found in a moment among thousands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from nicegui import run, ui

from assistant.admin.desk import Desk
from assistant.admin.documents.listed import STATES, VALIDITIES, Row, Wanted
from assistant.admin.documents.sections import PATH, path_of, shelf_here
from assistant.admin.documents.shelf import Shelf
from assistant.admin.frame import address, page
from assistant.admin.lists import Listing, listing
from assistant.admin.table import Column, Screen, Table
from assistant.admin.visit import Visit
from assistant.admin.words import say
from assistant.moments import day, number

_FIELDS = ("kind", "number", "title", "issuer", "signer", "issued_on", "effective_from", "effective_to", "replaced_by", "province", "url")


@page(PATH, "documents.title", icon="description", order=50)
async def documents(visit: Visit, words: str = "", state: str = "", validity: str = "", kind: str = "", province: str = "") -> None:
    """The list; its filters stand in the address, so that a list can be sent to a colleague."""
    shelf = shelf_here(visit, "list")
    if shelf is None:
        return
    given = {"words": words, "state": state, "validity": validity, "kind": kind, "province": province}
    kinds, provinces = await run.io_bound(shelf.kinds_and_provinces) or ([], [])
    with ui.element("section").classes("card filters").props(f'role=search aria-label="{say("documents.filters")}"'):
        inputs = _inputs(given, kinds, provinces)
        ui.label(say("documents.words_hint")).classes("muted hint")
        with ui.element("div").classes("row items-center"):
            apply = ui.button(say("documents.apply"), icon="search").props("no-caps unelevated color=primary")
            ui.button(say("documents.clear"), on_click=lambda: ui.navigate.to(PATH)).props("flat no-caps")
    found = ui.label().classes("muted").props("aria-live=polite")
    counted = {"n": 0}

    def chosen() -> dict[str, str]:
        return {name: str(one.value or "").strip() for name, one in inputs.items()}

    def fetch(after: int | None, limit: int) -> Screen:
        rows = shelf.rows(Wanted.read(chosen()))
        begin = after or 0
        counted["n"] = len(rows)
        return Screen([_shown(row) for row in rows[begin : begin + limit]], begin + limit if len(rows) > begin + limit else None)

    columns = [
        Column("name", say("documents.name"), link=True, long=True),
        Column("title", say("documents.fields.title"), long=True),
        Column("issued_on", say("documents.fields.issued_on")),
        Column("validity", say("documents.fields.validity")),
        Column("state", say("documents.fields.state")),
    ]
    table = Table(columns, fetch, label=say("documents.title"), export="van-ban", filters=chosen)

    async def again() -> None:
        await table.show()
        found.set_text(say("documents.found", n=number(counted["n"])))
        query = urlencode({name: value for name, value in chosen().items() if value})
        ui.run_javascript(f"history.replaceState(null, '', {address(PATH)!r} + {('?' + query if query else '')!r})")

    apply.on_click(again)
    for one in inputs.values():
        one.on("keydown.enter", again)
    await table.show()
    found.set_text(say("documents.found", n=number(counted["n"])))


def _inputs(given: Mapping[str, str], kinds: list[str], provinces: list[str]) -> dict[str, Any]:
    shown: dict[str, Any] = {"words": ui.input(say("documents.words"), value=given["words"]).props("clearable")}
    options = {
        "state": {name: say(f"documents.states.{name}") for name in STATES},
        "validity": {name: say(f"documents.validities.{name}") for name in VALIDITIES},
        "kind": {name: name for name in kinds},
        "province": {name: name for name in provinces},
    }
    for name, labels in options.items():
        value = given[name] if given[name] in labels else ""
        shown[name] = ui.select({"": say("documents.all"), **labels}, label=say(f"documents.fields.{name}"), value=value)
    for one in shown.values():
        one.props("outlined dense").classes("filter")
    return shown


def _shown(row: Row) -> dict[str, Any]:
    document = row.document
    return {
        "key": row.document_id,
        "href": address(path_of(row.document_id)),
        "name": document.name if document else row.title,
        "title": row.title,
        "issued_on": day(document.issued_on) if document and document.issued_on else "",
        "validity": say(f"documents.validities.{row.validity}") if document else "",
        "state": say(f"documents.states.{row.state}"),
    }


@listing("van-ban")
def all_documents(desk: Desk, filters: Mapping[str, str]) -> Listing:
    """The list with its filters, whole."""
    names = ("document_id", *_FIELDS, "validity", "state", "path")
    return Listing([say(f"documents.fields.{name}") for name in names], _rows(desk.shelf, Wanted.read(filters)) if desk.shelf else ())


def _rows(shelf: Shelf, wanted: Wanted) -> Iterator[list[object]]:
    for row in shelf.rows(wanted):
        document = row.document
        told = [getattr(document, name) for name in _FIELDS] if document else [None, None, row.title, *[None] * (len(_FIELDS) - 3)]
        validity = say(f"documents.validities.{row.validity}")
        yield [row.document_id, *told, validity, say(f"documents.states.{row.state}"), document.path if document else ""]
