"""Correcting one document on a page: kept, then published; who comes second is told, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nicegui import run, ui

from assistant.admin.acting import act, permit
from assistant.admin.documents.shelf import Opened, Shelf
from assistant.admin.documents.work import WorkCard
from assistant.admin.visit import Visit
from assistant.records.accounts import Role
from assistant.records.versions import Overtaken


class Correcting:
    """`opened` is what the person who corrects it looks at. A page draws `warning` and `work` where they belong."""

    warning: ui.label
    work: WorkCard

    def __init__(self, visit: Visit, shelf: Shelf, opened: Opened) -> None:
        self.visit, self.shelf, self.opened = visit, shelf, opened

    def overtaken(self) -> str:
        """What somebody else corrected in between, now in `opened`, in words; "" when nothing is left of it."""
        raise NotImplementedError

    def draw_warning(self) -> None:
        """Where it is said that somebody else was quicker."""
        self.warning = ui.label().classes("note").props("role=alert")
        self.warning.set_visibility(False)

    async def keep(self, stated: Mapping[str, Any], action: str, detail: Mapping[str, Any] | None = None) -> None:
        """Keep a correction, note it as `action`, and publish it; when somebody else was quicker, say so instead."""
        by, document_id = self.visit.account.name, self.opened.document_id
        try:
            await permit(self.visit, Role.EDIT, lambda: self.shelf.correct(self.opened, by, stated))
        except Overtaken:
            self.opened = await run.io_bound(self.shelf.open, document_id) or self.opened
            if words := self.overtaken():
                self.warning.set_text(words)
                self.warning.set_visibility(True)
            return
        await act(self.visit, action, document_id, detail=detail)
        await self.publish()

    async def publish(self, force: bool = False) -> None:
        """Read the document's file again, with what was corrected."""
        path, publish = self.opened.path, self.shelf.publishing.publish
        await self.work.begin("correct", self.opened.document_id, lambda told: publish([path], force=force, progress=told))
