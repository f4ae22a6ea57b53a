"""Văn bản › Cách ly: what the doctor holds back, and who lets it pass or turns it down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nicegui import run, ui

from assistant.admin.asking import sure
from assistant.admin.desk import Desk
from assistant.admin.documents.outcome import findings_of
from assistant.admin.documents.sections import SECTIONS, shelf_here
from assistant.admin.documents.shelf import Shelf
from assistant.admin.documents.work import WorkCard
from assistant.admin.frame import heading, page, text
from assistant.admin.lists import Listing, listing
from assistant.admin.table import whole
from assistant.admin.visit import Visit
from assistant.admin.words import say
from assistant.clock import written
from assistant.moments import number
from assistant.records.accounts import Role
from knowledge.quarantine import Held

_AT_A_TIME = 20
_MOST_APPROVALS = 20


@page(SECTIONS["held"], "held.title")
async def held(visit: Visit) -> None:
    """Those that wait, the longest waiting first; below, who approved what lately."""
    shelf = shelf_here(visit, "held")
    if shelf is None:
        return
    ui.label(say("held.intro"))
    work = WorkCard(visit, shelf.jobs, ("approve", "retire"))
    waiting = ui.element("div").classes("cards")
    approvals = ui.element("section").classes("card")

    async def show() -> None:
        found, let_pass = await run.io_bound(lambda: (shelf.quarantine.waiting(), shelf.quarantine.approvals())) or ([], [])
        waiting.clear()
        with waiting:
            for one in found[:_AT_A_TIME]:
                _card(visit, shelf, work, one)
            if not found:
                ui.label(say("held.empty"))
            if len(found) > _AT_A_TIME:
                ui.label(say("held.more", n=number(len(found) - _AT_A_TIME))).classes("muted")
        approvals.clear()
        approvals.set_visibility(bool(let_pass))
        with approvals:
            heading(say("held.approvals"))
            rows = [_approved(one) for one in sorted(let_pass, key=lambda one: str(one.approved_at), reverse=True)[:_MOST_APPROVALS]]
            whole([say(f"held.{name}") for name in ("document", "by", "at", "why")], rows, long=True)

    work.ended = show
    await show()
    await work.show()


def _card(visit: Visit, shelf: Shelf, work: WorkCard, one: Held) -> None:
    async def approve() -> None:
        if await sure(say("held.approve_sure", name=one.title)):
            by, publishing = visit.account.name, shelf.publishing
            await work.begin("approve", one.document_id, lambda told: publishing.approve([one.document_id], by, told))

    async def turn_down() -> None:
        if await sure(say("held.turn_down_sure", name=one.title)):
            opened, by = await run.io_bound(shelf.open, one.document_id), visit.account.name
            if opened:
                await work.begin("retire", one.document_id, lambda told: shelf.retire(opened, by, told))

    with ui.element("section").classes("card held"):
        heading(one.title)
        ui.label(f"{one.path} · {say('held.since', at=written(one.held_at))}").classes("muted as-typed")
        with ui.element("ul").classes("findings"):
            for finding, words in zip(one.findings, findings_of(one.findings), strict=True):
                text("li", words).classes(f"is-{finding['severity']}")
        if visit.may(Role.EDIT):
            with ui.element("div").classes("row actions"):
                ui.button(say("held.approve"), icon="verified", on_click=approve).props("no-caps unelevated color=primary")
                ui.button(say("held.turn_down"), icon="block", on_click=turn_down).props("no-caps flat color=negative")


def _approved(one: Held) -> list[str]:
    at = written(one.approved_at) if one.approved_at else ""
    return [one.title, one.approved_by or "", at, "\n".join(findings_of(one.findings))]


@listing("cach-ly")
def all_held(desk: Desk, _filters: Mapping[str, str]) -> Listing:
    """What waits, with what was found."""
    names = ("documents.fields.document_id", "documents.fields.title", "documents.fields.path", "held.at", "held.why")
    return Listing([say(name) for name in names], _rows(desk.shelf) if desk.shelf else ())


def _rows(shelf: Shelf) -> Iterator[list[object]]:
    for one in shelf.quarantine.waiting():
        yield [one.document_id, one.title, one.path, written(one.held_at), "\n".join(findings_of(one.findings))]
