"""Văn bản › Tải lên: files go into the tray, the doctor looks at them, then they are published."""

from __future__ import annotations

from typing import Any

from nicegui import run, ui

from assistant.admin.acting import act
from assistant.admin.asking import sure
from assistant.admin.documents.routes import UPLOAD
from assistant.admin.documents.sections import SECTIONS, shelf_here
from assistant.admin.documents.shelf import Shelf
from assistant.admin.documents.tray import Waiting
from assistant.admin.documents.work import WorkCard
from assistant.admin.frame import address, heading, page, text
from assistant.admin.visit import Visit
from assistant.admin.words import say
from assistant.channels.assets import asset_url
from assistant.clock import written
from assistant.moments import number
from assistant.records.accounts import Role
from assistant.records.jobs import Job, Progress

_ROWS = 25
_KILOBYTE = 1024
_BUTTONS = (("check", "fact_check", "outline"), ("publish", "publish", "unelevated color=primary"), ("discard", "delete", "flat"))


@page(SECTIONS["uploads"], "uploads.title", role=Role.EDIT)
async def uploads(visit: Visit) -> None:
    """The place to drop files, the tray, and what became of them."""
    shelf = shelf_here(visit, "uploads")
    if shelf is not None:
        await _Tray(visit, shelf).draw()


class _Tray:
    def __init__(self, visit: Visit, shelf: Shelf) -> None:
        self.visit, self.shelf = visit, shelf

    async def draw(self) -> None:
        """Everything of the page."""
        _drop_zone(self.shelf.tray.largest >> 20)
        with ui.element("section").classes("card"):
            heading(say("uploads.tray"))
            ui.label(say("uploads.tray_hint")).classes("muted")
            self.table = self._table()
            with ui.element("div").classes("row items-center actions"):
                for verb, icon, look in _BUTTONS:
                    ui.button(say(f"uploads.{verb}"), icon=icon, on_click=getattr(self, f"_{verb}")).props(f"no-caps {look}")
                self.counted = ui.label().classes("muted")
        self.work = WorkCard(self.visit, self.shelf.jobs, ("check", "publish"), ended=self._show, force=self._force)
        ui.on("tray", self._show)
        await run.io_bound(self.shelf.reclaim)
        await self._show()
        await self.work.show()

    def _table(self) -> ui.table:
        columns = [
            {"name": name, "label": say(f"uploads.{name}"), "field": name, "align": "left", "classes": classes}
            for name, classes in (("file", "cell-long"), ("size", "cell-short"), ("since", "cell-short"), ("note", "cell-long"))
        ]
        table = ui.table(columns=columns, rows=[], row_key="file", selection="multiple", pagination=_ROWS)
        table.on_select(lambda _: self._count())
        table.add_slot("header-selection", f'<q-checkbox v-model="props.selected" aria-label="{say("uploads.choose_all")}" />')
        table.add_slot("body-selection", '<q-checkbox v-model="props.selected" :aria-label="props.row.file" />')
        return table.classes("list").props(f'bordered no-data-label="{say("uploads.empty")}" table-aria-label="{say("uploads.tray")}"')

    async def _show(self) -> None:
        """What lies in the tray now; what is new there is chosen."""
        files = await run.io_bound(self.shelf.tray.files) or []
        before = {row["file"] for row in self.table.rows}
        chosen = {row["file"] for row in self.table.selected}
        self.table.rows = [_row(file) for file in files]
        self.table.selected = [row for row in self.table.rows if row["file"] in chosen or row["file"] not in before]
        self._count()

    def _count(self) -> None:
        self.counted.set_text(say("uploads.chosen", n=number(len(self.table.selected)), all=number(len(self.table.rows))))

    def _chosen(self) -> list[str]:
        names = [row["file"] for row in self.table.selected]
        if not names:
            ui.notify(say("uploads.choose"), type="warning")
        return names

    async def _check(self) -> None:
        if names := self._chosen():
            tray, check = self.shelf.tray, self.shelf.publishing.check
            await self.work.begin("check", _told(names), lambda told: check([tray.folder / name for name in names], told))

    async def _publish(self) -> None:
        names = self._chosen()
        if names and await sure(say("uploads.publish_sure", n=number(len(names)))):
            await self._begin(names, force=False)

    async def _begin(self, names: list[str], force: bool) -> None:
        def work(told: Progress) -> Any:
            here = {file.name for file in self.shelf.tray.files()}  # somebody else may have published or thrown away some
            return self.shelf.publish_tray([name for name in names if name in here], told, force=force)

        await self.work.begin("publish", _told(names), work)

    async def _force(self, job: Job) -> None:
        """What the gate refused lies in the tray again."""
        if job.kind == "publish" and (names := self._chosen()):
            await self._begin(names, force=True)

    async def _discard(self) -> None:
        names = self._chosen()
        if names and await sure(say("uploads.discard_sure", n=number(len(names)))):
            await act(self.visit, "documents.discard", _told(names), lambda _: self.shelf.tray.discard(names))
            await self._show()


def _drop_zone(megabytes: int) -> None:
    """Where files are dropped or picked; upload.js sends them one by one and shows how far each is."""
    nonce = ui.context.client.request.state.nonce
    ui.add_head_html(f'<script nonce="{nonce}" src="{asset_url("upload.js")}" defer></script>')
    with ui.element("section").classes("card drop") as zone:
        text("p", say("uploads.drop")).classes("drop-here")
        with ui.element("label").classes("pick"):
            text("span", say("uploads.pick"))
            ui.element("input").props("type=file multiple")
        text("p", say("uploads.kinds", megabytes=megabytes)).classes("muted")
        ui.element("p").classes("sent-all").props("role=status")
        ui.element("ul").classes("sent")
    zone.props["data-url"] = address(UPLOAD)
    for name in ("waiting", "done", "cut", "again", "all"):
        # upload.js fills in the numbers
        zone.props[f"data-{name}"] = say(f"uploads.sending.{name}")


def _row(file: Waiting) -> dict[str, str]:
    size = file.size / _KILOBYTE
    return {
        "file": file.name,
        "size": f"{number(max(size, 0.1), 1)} KB" if size < _KILOBYTE else f"{number(size / _KILOBYTE, 1)} MB",
        "since": written(file.since),
        "note": say("uploads.replaces") if file.replaces else "",
    }


def _told(names: list[str]) -> str:
    return names[0] if len(names) == 1 else say("uploads.more", name=names[0], n=len(names) - 1)
