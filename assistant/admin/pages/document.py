"""Một văn bản: what it says of itself, corrected here; its text with the page where each passage stands; taking it out."""

from __future__ import annotations

from functools import partial

from nicegui import run, ui

from assistant.admin.asking import sure
from assistant.admin.documents.correcting import Correcting
from assistant.admin.documents.editing import DAYS, FIELDS, fields_of, shown_of, stated_in
from assistant.admin.documents.listed import validity_of
from assistant.admin.documents.reading import show_text
from assistant.admin.documents.sections import PATH, SECTIONS, path_of, shelf_here
from assistant.admin.documents.work import WorkCard
from assistant.admin.frame import heading, page, text
from assistant.admin.visit import Visit
from assistant.admin.words import say
from assistant.clock import written
from assistant.moments import day
from assistant.records.accounts import Role
from assistant.records.jobs import Job
from knowledge.models import Document

_WORK = ("correct", "retire")


@page(f"{PATH}/xem", "documents.one_title")
async def document(visit: Visit, id: str = "") -> None:
    """One document, by its id."""
    shelf = shelf_here(visit)
    if shelf is None:
        return
    ui.link(say("documents.back"), PATH)
    opened = await run.io_bound(shelf.open, id)
    if opened is None or not opened.exists:
        ui.context.client.status_code = 404
        ui.label(say("documents.unknown"))
        return
    await _Desk(visit, shelf, opened).draw()


class _Desk(Correcting):
    """One document on the desk."""

    async def draw(self) -> None:
        """Everything of the page."""
        opened = self.opened
        self.head = ui.element("section").classes("card")
        self.work = WorkCard(self.visit, self.shelf.jobs, _WORK, opened.document_id, self._again, self._force)
        self._draw_head()
        if opened.document:
            if self.visit.may(Role.EDIT):
                self._form(opened.document)
            await show_text(self.shelf, opened.document)
        await self.work.show()

    async def _again(self) -> None:
        """Work on it is over: show what holds now."""
        ui.navigate.to(path_of(self.opened.document_id))

    def _draw_head(self) -> None:
        opened, document = self.opened, self.opened.document
        self.head.clear()
        with self.head:
            heading(document.name if document else opened.held.title if opened.held else opened.document_id)
            with ui.element("dl").classes("facts"):
                for name, value in self._facts().items():
                    with ui.element("div"):
                        text("dt", say(f"documents.fields.{name}"))
                        text("dd", value)
            if document and document.url and document.url.startswith(("http://", "https://")):
                ui.link(say("documents.open_link"), document.url, new_tab=True).props("rel=noopener")
            self._notes()
            if self.visit.may(Role.EDIT):
                with ui.element("div").classes("row actions"):
                    self._actions()

    def _facts(self) -> dict[str, str]:
        document = self.opened.document
        told = {"document_id": self.opened.document_id, "path": self.opened.path}
        if document:
            told |= {name: _said(document, name) for name in FIELDS if getattr(document, name)}
            told["validity"] = say(f"documents.validities.{validity_of(document, self.shelf.today())}")
        return told

    def _notes(self) -> None:
        opened, correction = self.opened, self.opened.correction
        if opened.held:
            ui.label(say("documents.is_held")).classes("note")
            ui.link(say("documents.to_held"), SECTIONS["held"])
        if not correction:
            return
        who = {"by": correction.changed_by, "at": written(correction.changed_at)}
        if correction.retired and not opened.document:
            ui.label(say("documents.was_retired", **who)).classes("note")
        elif correction.stated:
            ui.label(say("documents.corrected", fields=fields_of(correction.stated), **who)).classes("muted")
        if correction.pending and opened.document:
            ui.label(say("documents.pending")).classes("note")

    def _actions(self) -> None:
        opened, correction = self.opened, self.opened.correction
        if correction and correction.retired and not opened.document:
            ui.button(say("documents.restore"), icon="restore", on_click=partial(self._keep, dict(correction.stated))).props(
                "no-caps outline"
            )
            return
        if correction and correction.pending:
            ui.button(say("documents.again"), icon="publish", on_click=self.publish).props("no-caps outline")
        if correction and correction.stated:
            ui.button(say("documents.take_back"), icon="undo", on_click=self._take_back).props("no-caps flat")
        if opened.document:
            ui.button(say("documents.retire"), icon="archive", on_click=self._retire).props("no-caps flat color=negative")

    def _form(self, document: Document) -> None:
        self.before = shown_of(document, self.opened.correction)
        with ui.element("section").classes("card"):
            heading(say("documents.edit"))
            ui.label(say("documents.edit_hint")).classes("muted")
            with ui.element("div").classes("form fields"):
                self.inputs = {name: self._input(name) for name in FIELDS}
            self.draw_warning()
            ui.button(say("documents.save"), icon="save", on_click=self._save).props("no-caps unelevated color=primary")

    def _input(self, name: str) -> ui.input:
        kind = "type=date stack-label" if name in DAYS else "maxlength=2000"
        classes = "filter wide" if name in ("title", "url") else "filter"
        return ui.input(say(f"documents.fields.{name}"), value=self.before[name]).props(f"outlined dense {kind}").classes(classes)

    async def _save(self) -> None:
        typed = {name: str(one.value or "").strip() for name, one in self.inputs.items()}
        if not typed["title"]:
            ui.notify(say("documents.no_title"), type="warning")
        elif typed == self.before:
            ui.notify(say("documents.nothing_changed"), type="warning")
        else:
            await self._keep(stated_in(self.opened, self.before, typed))

    async def _keep(self, stated: dict[str, object]) -> None:
        await self.keep(stated, "documents.change", {"fields": sorted(stated)})

    def overtaken(self) -> str:
        """The head shows it as it is now; what was typed stays."""
        self._draw_head()
        now = self.opened.correction
        if now is None:
            return ""
        fields = fields_of(now.stated) or say("documents.no_value")
        return say("documents.overtaken", fields=fields, by=now.changed_by, at=written(now.changed_at))

    async def _take_back(self) -> None:
        if await sure(say("documents.take_back_sure")):
            await self._keep({})

    async def _retire(self) -> None:
        if self.opened.document and await sure(say("documents.retire_sure", name=self.opened.document.name)):
            await self._begin_retiring(force=False)

    async def _begin_retiring(self, force: bool) -> None:
        opened, by, retire = self.opened, self.visit.account.name, self.shelf.retire
        await self.work.begin("retire", opened.document_id, lambda told: retire(opened, by, told, force=force))

    async def _force(self, job: Job) -> None:
        await (self.publish(force=True) if job.kind == "correct" else self._begin_retiring(force=True))


def _said(document: Document, name: str) -> str:
    return day(getattr(document, name)) if name in DAYS else str(getattr(document, name))
