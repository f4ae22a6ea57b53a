"""Văn bản › Bản phát hành: every state that was published, what differs between two, and the way back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from nicegui import run, ui

from assistant.admin.acting import act, permit
from assistant.admin.asking import sure
from assistant.admin.desk import Desk
from assistant.admin.documents.sections import SECTIONS, shelf_here
from assistant.admin.documents.shelf import Shelf
from assistant.admin.frame import heading, page, text
from assistant.admin.lists import Listing, listing
from assistant.admin.table import export_buttons, whole
from assistant.admin.visit import Visit
from assistant.admin.words import said_of, say
from assistant.clock import written
from assistant.moments import number, share
from assistant.records.accounts import Role
from knowledge.differences import Difference, Updated, difference
from knowledge.models import Document, Release
from knowledge.releases import NoSuchRelease

PATH = SECTIONS["releases"]
_AT_A_TIME = 30
_MOST_PLACES = 12


@page(PATH, "releases.title")
async def releases(visit: Visit) -> None:
    """All of them, newest first, with what can be done."""
    shelf = shelf_here(visit, "releases")
    if shelf is None:
        return
    ui.label(say("releases.intro"))
    listed = ui.element("section").classes("card people")
    more = ui.button(say("releases.more")).props("no-caps flat")
    export_buttons("ban-phat-hanh")
    most = _AT_A_TIME

    async def show() -> None:
        active, found = await run.io_bound(lambda: (shelf.base.catalogue.active(), shelf.base.catalogue.releases.published())) or (None, [])
        listed.clear()
        more.set_visibility(len(found) > most)
        with listed:
            for one, before in zip(found[:most], [*found[1:], None], strict=False):
                _row(visit, shelf, one, before, active, show)
            if not found:
                ui.label(say("releases.empty"))

    async def show_more() -> None:
        nonlocal most
        most += _AT_A_TIME
        await show()

    more.on_click(show_more)
    await show()


def _row(visit: Visit, shelf: Shelf, one: Release, before: Release | None, active: Release | None, show: Any) -> None:
    is_active = active is not None and one.number == active.number
    with ui.element("div").classes("person release"):
        with ui.element("div"):
            marks = [say("releases.active")] if is_active else []
            marks += [say(f"releases.{name}") for name in ("forced", "gone") if getattr(one, name)]
            ui.label(" · ".join([say("releases.number", n=one.number), *marks])).classes("text-weight-bold")
            ui.label(_facts(one)).classes("muted")
            if told := _gate(one):
                ui.label(told).classes("muted")
        with ui.element("div").classes("actions"):
            if before and not (one.gone or before.gone):
                ui.link(say("releases.compare", n=before.number), _diff_path(before.number, one.number))
            if active and not is_active and not one.gone:
                ui.link(say("releases.compare_active"), _diff_path(active.number, one.number))
                if visit.may(Role.EDIT):
                    back = partial(_roll_back, visit, shelf, one.number, show)
                    ui.button(say("releases.roll_back"), icon="history", on_click=back).props("no-caps flat")


async def _roll_back(visit: Visit, shelf: Shelf, wanted: int, show: Any) -> None:
    if not await sure(say("releases.roll_back_sure", n=wanted)):
        return
    try:
        await permit(visit, Role.EDIT, lambda: shelf.base.catalogue.releases.roll_back(wanted))
    except NoSuchRelease:
        ui.notify(say("releases.no_such"), type="warning")
        return
    await act(visit, "documents.rollback", str(wanted))
    ui.notify(say("releases.rolled_back", n=wanted), type="positive")
    await show()


def _facts(one: Release) -> str:
    at = written(one.published_at) if one.published_at else ""
    return say("releases.facts", at=at, documents=number(one.documents), chunks=number(one.chunks))


def _gate(one: Release) -> str:
    """What the gate measured, or why it could not."""
    gate = one.gate or {}
    if gate.get("before") and gate.get("after"):
        before, after = (share(gate[name]["hit@5"], 1) for name in ("before", "after"))
        return say("releases.gate", before=before, after=after, cases=number(gate["cases"]))
    return str(gate.get("note") or "")


def _diff_path(first: int, second: int) -> str:
    return f"{PATH}/so-sanh?tu={first}&den={second}"


@page(f"{PATH}/so-sanh", "releases.diff_title")
async def compared(visit: Visit, tu: int = 0, den: int = 0) -> None:
    """What one has to change in release `tu` to get `den`."""
    shelf = shelf_here(visit, "releases")
    if shelf is None:
        return
    ui.link(say("releases.back"), PATH)
    try:
        found = await run.io_bound(_difference, shelf, tu, den)
    except NoSuchRelease:
        ui.context.client.status_code = 404
        ui.label(say("releases.no_such"))
        return
    if found is None:
        return
    heading(say("releases.from_to", first=tu, second=den))
    if not (found.added or found.updated or found.retired):
        ui.label(say("releases.same"))
    _changed("added", [(document, say("releases.chunks", n=chunks)) for document, chunks in found.added])
    _changed("updated", [(updated.document, _told(updated)) for updated in found.updated])
    _changed("retired", [(document, say("releases.chunks", n=chunks)) for document, chunks in found.retired])


def _difference(shelf: Shelf, first: int, second: int) -> Difference:
    for one in (first, second):
        shelf.base.catalogue.releases.get(one)
    return difference(shelf.base.catalogue, first, second)


def _changed(name: str, documents: Iterable[tuple[Document, str]]) -> None:
    rows = [
        [f"{document.name}\n{document.title}" if document.title != document.name else document.name, told] for document, told in documents
    ]
    if rows:
        with ui.element("section").classes("card"):
            text("h3", say(f"releases.{name}", n=number(len(rows))))
            whole([say("releases.document"), say("releases.detail")], rows, long=True)


def _told(updated: Updated) -> str:
    lines = [say("releases.fields", list=", ".join(said_of("documents.fields", name) for name in updated.fields))] if updated.fields else []
    for name, places in (("changed", updated.changed), ("new", updated.added), ("removed", updated.removed)):
        if places:
            lines.append(say(f"releases.{name}", list="; ".join(places[:_MOST_PLACES]) + (" …" if len(places) > _MOST_PLACES else "")))
    return "\n".join([*lines, say("releases.kept", n=number(updated.unchanged))])


@listing("ban-phat-hanh")
def all_releases(desk: Desk, _filters: Mapping[str, str]) -> Listing:
    """Every release with what the gate said of it."""
    names = ("number_title", "published_title", "documents_title", "chunks_title", "gate_title")
    return Listing([say(f"releases.{name}") for name in names], _rows(desk.shelf) if desk.shelf else ())


def _rows(shelf: Shelf) -> Iterator[list[object]]:
    for one in shelf.base.catalogue.releases.published():
        yield [one.number, written(one.published_at) if one.published_at else "", one.documents, one.chunks, _gate(one)]
