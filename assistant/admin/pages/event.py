"""Một sự kiện: what was read of it, corrected and published here."""

from __future__ import annotations

from typing import Any

from nicegui import run, ui

from assistant.admin.asking import sure
from assistant.admin.documents.announced import MOMENTS, TEXTS, BadEvent, event_in, form_of
from assistant.admin.documents.correcting import Correcting
from assistant.admin.documents.sections import path_of
from assistant.admin.documents.work import WorkCard
from assistant.admin.frame import heading, page
from assistant.admin.pages.events import PATH, event_path
from assistant.admin.visit import Visit
from assistant.admin.words import say
from assistant.clock import written
from assistant.records.accounts import Role
from assistant.records.jobs import Job


@page(f"{PATH}/xem", "events.one_title")
async def event(visit: Visit, id: str = "") -> None:
    """The event of one document."""
    shelf = visit.desk.shelf
    ui.link(say("events.back"), PATH)
    opened = await run.io_bound(shelf.open, id) if shelf else None
    if shelf is None or opened is None or opened.document is None:
        ui.context.client.status_code = 404
        ui.label(say("documents.unknown"))
        return
    with ui.element("section").classes("card"):
        heading(say("events.document"))
        ui.link(opened.document.name, path_of(id))
        ui.label(opened.document.title).classes("muted")
        if not isinstance(opened.document.details.get("event"), dict):
            ui.label(say("events.unknown"))
    await _Form(visit, shelf, opened).draw()


class _Form(Correcting):
    """The form of one event."""

    async def draw(self) -> None:
        """The form, and what became of the last correction."""
        shown = form_of(self.opened)
        can = self.visit.may(Role.EDIT)
        with ui.element("section").classes("card"):
            heading(say("events.edit"))
            with ui.element("div").classes("form fields"):
                self.inputs = self._inputs(shown, can)
            self.draw_warning()
            if can:
                with ui.element("div").classes("row actions"):
                    ui.button(say("events.save"), icon="save", on_click=self._save).props("no-caps unelevated color=primary")
                    ui.button(say("events.no_event"), icon="event_busy", on_click=self._no_event).props("no-caps flat color=negative")
                    if self.opened.correction and "event" in self.opened.correction.stated:
                        ui.button(say("events.take_back"), icon="undo", on_click=self._take_back).props("no-caps flat")
        self.work = WorkCard(self.visit, self.shelf.jobs, ("correct",), self.opened.document_id, self._again, self._force)
        await self.work.show()

    def _inputs(self, shown: dict[str, str], can: bool) -> dict[str, ui.input]:
        inputs: dict[str, ui.input] = {}
        for name in ("title", *MOMENTS, *TEXTS[1:]):
            label = say(f"events.fields.{name}")
            if name in MOMENTS:
                inputs[name] = ui.input(label, value=shown[name]).props("type=date stack-label outlined dense").classes("filter")
                timed = ui.input(say("events.at_time", name=label), value=shown[f"{name}_time"])
                inputs[f"{name}_time"] = timed.props("type=time stack-label outlined dense").classes("filter")
            else:
                inputs[name] = ui.input(label, value=shown[name]).props("outlined dense maxlength=2000").classes("filter wide")
        for one in inputs.values():
            one.set_enabled(can)
        return inputs

    async def _again(self) -> None:
        ui.navigate.to(event_path(self.opened.document_id))

    async def _save(self) -> None:
        try:
            found = event_in({name: str(one.value or "").strip() for name, one in self.inputs.items()})
        except BadEvent as bad:
            ui.notify(say(f"events.{bad}"), type="warning")
            return
        await self._keep({"event": found})

    async def _no_event(self) -> None:
        if await sure(say("events.no_event_sure")):
            await self._keep({"event": False})

    async def _take_back(self) -> None:
        await self._keep({})

    async def _keep(self, stated: dict[str, Any]) -> None:
        """Beside what else was corrected of the document."""
        known = dict(self.opened.correction.stated) if self.opened.correction else {}
        known.pop("event", None)
        await self.keep({**known, **stated}, "documents.event")

    def overtaken(self) -> str:
        """Who corrected it, and when."""
        now = self.opened.correction
        return say("events.overtaken", by=now.changed_by, at=written(now.changed_at)) if now else ""

    async def _force(self, _job: Job) -> None:
        await self.publish(force=True)
