"""The monthly report, to be taken from the first page: a month is chosen, a Word file comes."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

from anyio import to_thread
from fastapi import APIRouter, Request, Response
from nicegui import ui
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, PlainTextResponse

from assistant.admin.acting import NotAllowed, act
from assistant.admin.desk import Desk
from assistant.admin.documents.shelf import Shelf
from assistant.admin.frame import heading
from assistant.admin.visit import Visit, visit_of
from assistant.admin.words import say
from assistant.clock import HERE
from assistant.records.accounts import Role
from assistant.reporting.month import Month

PATH = "/bao-cao-thang"
LETTERHEAD = f"{PATH}/the-thuc"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MONTHS_BACK = 24


def report_card(visit: Visit) -> None:
    """A month to choose, last month at first, and the button."""
    months = _months(Month.of(datetime.now(HERE).date()))
    with ui.element("section").classes("card wide"):
        heading(say("reports.title"))
        ui.label(say("reports.intro")).classes("muted")
        with ui.element("div").classes("form"):
            chosen = ui.select(months, value=list(months)[1], label=say("reports.month")).props("outlined dense").classes("filter")
            take = ui.button(say("reports.take"), icon="description", on_click=lambda: ui.navigate.to(f"{PATH}?thang={chosen.value}"))
            take.props("no-caps unelevated color=primary")
            if visit.may(Role.EDIT):
                ui.link(say("reports.letterhead"), LETTERHEAD)


def _months(newest: Month) -> dict[str, str]:
    found, month = {}, newest
    for _ in range(_MONTHS_BACK):
        found[f"{month.year}-{month.month:02d}"] = say("reports.one", month=month.month, year=month.year)
        month = month.before
    return found


def report_routes() -> APIRouter:
    """`GET /bao-cao-thang?thang=2026-10`; who took it is noted."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route(PATH, take_report, methods=["GET"])
    return router


async def take_report(request: Request, thang: str = "") -> Response:
    """The report of a month as a file."""
    visit = visit_of(request)
    shelf = visit.desk.shelf
    if shelf is None:
        return PlainTextResponse(say("documents.nothing_here"), 404)
    try:
        month = Month.parse(thang)
    except ValueError:
        return PlainTextResponse(say("reports.no_month"), 404)
    try:
        await act(visit, "report.take", thang, role=Role.VIEW)
    except NotAllowed:
        return PlainTextResponse(say("frame.not_allowed"), 403)
    folder = tempfile.TemporaryDirectory(prefix="report-")
    file = await to_thread.run_sync(_make, visit.desk, shelf, month, Path(folder.name))
    return FileResponse(file, media_type=DOCX, filename=file.name, background=BackgroundTask(folder.cleanup))


def _make(desk: Desk, shelf: Shelf, month: Month, folder: Path) -> Path:
    from assistant.reporting.making import make_report  # here, because Word and pictures take a second to import

    return make_report(month, desk.settings, desk.engine, shelf.base.catalogue, folder)
