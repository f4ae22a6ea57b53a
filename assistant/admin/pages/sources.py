"""Văn bản › Nguồn: folders and links that are read again, how the last look went, and looking again now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from nicegui import run, ui

from assistant.admin.acting import act, permit
from assistant.admin.asking import sure
from assistant.admin.desk import Desk
from assistant.admin.documents.sections import SECTIONS, shelf_here
from assistant.admin.documents.shelf import Shelf
from assistant.admin.documents.work import WorkCard
from assistant.admin.frame import heading, page, tell_saved
from assistant.admin.lists import Listing, listing
from assistant.admin.table import export_buttons
from assistant.admin.visit import Visit
from assistant.admin.words import said_of, say
from assistant.clock import written
from assistant.moments import number
from assistant.records.accounts import Role
from assistant.records.jobs import Job
from knowledge.sources import Source


@page(SECTIONS["sources"], "sources.title")
async def sources(visit: Visit) -> None:
    """The list, and a form for a new one."""
    shelf = shelf_here(visit, "sources")
    if shelf is None:
        return
    ui.label(say("sources.intro"))
    work = WorkCard(visit, shelf.jobs, ("sources", "remove"))
    listed = ui.element("section").classes("card people")

    async def show() -> None:
        found = await run.io_bound(_with_counts, shelf) or []
        listed.clear()
        with listed:
            for source, documents in found:
                _row(visit, shelf, work, source, documents)
            if not found:
                ui.label(say("sources.empty"))
            elif visit.may(Role.EDIT):
                with ui.element("div").classes("actions"):
                    refresh = partial(_refresh, shelf, work, ())
                    ui.button(say("sources.refresh_all"), icon="sync", on_click=refresh).props("no-caps outline")

    work.ended, work.force = show, partial(_refresh_again, shelf, work)
    export_buttons("nguon")
    if visit.may(Role.EDIT):
        _form(visit, shelf, show)
    await show()
    await work.show()


def _with_counts(shelf: Shelf) -> list[tuple[Source, int]]:
    paths = [document.path for document in shelf.base.view().documents.values()]
    return [(source, sum(source.holds(path) for path in paths)) for source in shelf.base.catalogue.sources.all()]


def _row(visit: Visit, shelf: Shelf, work: WorkCard, source: Source, documents: int) -> None:
    with ui.element("div").classes("person release"):
        with ui.element("div"):
            ui.label(source.name).classes("text-weight-bold")
            ui.label(source.location).classes("muted as-typed")
            ui.label(f"{say('sources.documents', n=number(documents))} · {_last_look(source)}").classes("muted")
            if source.reason:
                ui.label(source.reason).classes("bad as-typed")
        if visit.may(Role.EDIT):
            with ui.element("div").classes("actions"):
                refresh = partial(_refresh, shelf, work, (source.name,))
                ui.button(say("sources.refresh"), icon="sync", on_click=refresh).props("no-caps flat")
                ui.button(say("sources.remove"), icon="link_off", on_click=partial(_remove, shelf, work, source)).props("no-caps flat")


def _last_look(source: Source) -> str:
    if source.checked_at is None:
        return say("sources.never")
    return say("sources.checked", at=written(source.checked_at), outcome=said_of("sources.outcomes", source.outcome or ""))


async def _refresh(shelf: Shelf, work: WorkCard, names: tuple[str, ...], force: bool = False) -> None:
    refresh = shelf.publishing.refresh_sources
    await work.begin("sources", ", ".join(names), lambda told: refresh(names, force=force, progress=told))


async def _refresh_again(shelf: Shelf, work: WorkCard, job: Job) -> None:
    names = tuple(job.about.split(", ")) if job.about else ()
    if job.kind == "sources":
        await _refresh(shelf, work, names, force=True)
    else:
        await work.begin("remove", job.about, lambda _: shelf.publishing.remove_source(job.about, force=True))


async def _remove(shelf: Shelf, work: WorkCard, source: Source) -> None:
    if await sure(say("sources.remove_sure", name=source.name)):
        await work.begin("remove", source.name, lambda _: shelf.publishing.remove_source(source.name))


def _form(visit: Visit, shelf: Shelf, show: Callable[[], object]) -> None:
    with ui.element("section").classes("card"):
        heading(say("sources.add"))
        with ui.element("div").classes("form"):
            place = ui.input(say("sources.place"), placeholder=say("sources.place_hint")).props("outlined dense maxlength=2000")
            name = ui.input(say("sources.name")).props("outlined dense maxlength=60")
            for one in (place, name):
                one.classes("filter")
            make = ui.button(say("sources.make"), icon="add").props("no-caps unelevated color=primary")

    async def add() -> None:
        wanted, called = str(place.value or "").strip(), str(name.value or "").strip() or None
        if not wanted:
            ui.notify(say("sources.no_place"), type="warning")
            return
        # A folder is any folder that the server may read: that is for administrators to decide.
        role = Role.EDIT if wanted.lower().startswith(("http://", "https://")) else Role.ADMIN
        if not visit.may(role):
            ui.notify(say("sources.folder_admin"), type="warning")
            return
        try:
            made = await permit(visit, role, lambda: shelf.publishing.add_source(wanted, called))
        except ValueError as refused:
            ui.notify(str(refused), type="warning", timeout=8000, close_button=True)
            return
        await act(visit, "documents.source", made)
        place.value = name.value = ""
        tell_saved()
        await show()  # type: ignore[misc]

    make.on_click(add)


@listing("nguon")
def all_sources(desk: Desk, _filters: Mapping[str, str]) -> Listing:
    """Every source with its last look."""
    names = ("name_title", "location_title", "checked_title", "outcome_title", "reason_title", "documents_title")
    return Listing([say(f"sources.{name}") for name in names], _rows(desk.shelf) if desk.shelf else ())


def _rows(shelf: Shelf) -> Iterator[list[object]]:
    for one, documents in _with_counts(shelf):
        at = written(one.checked_at) if one.checked_at else ""
        yield [one.name, one.location, at, said_of("sources.outcomes", one.outcome or ""), one.reason, documents]
