"""Whom people may ask."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from assistant.admin.frame import heading, tell_saved
from assistant.admin.overriding import LONGEST, Changing
from assistant.admin.visit import Visit
from assistant.admin.words import say


class Contact:
    """Two fields, saved one by one so that two people can change one each."""

    def __init__(self, visit: Visit, changing: Changing) -> None:
        self._visit = visit
        self._changing = changing

    def draw(self) -> None:
        """Both fields."""
        with ui.element("section").classes("card editor"):
            heading(say("settings.contact"))
            ui.label(say("settings.contact_hint")).classes("muted")
            for name in ("contact_name", "contact_details"):
                self._draw_one(name)

    def _draw_one(self, name: str) -> None:
        with ui.element("div").classes("form"):
            field = ui.input(say(f"settings.{name}"), value=self._now(name)).props(f"outlined maxlength={LONGEST}").classes("filter")
            save = ui.button(say("settings.save"), icon="save").props("no-caps outline")
            back = ui.button(say("settings.revert")).props("no-caps flat")
            said = ui.label(self._changing.by(name)).classes("muted")
        save.on_click(lambda: self._save(name, field, said))
        back.on_click(lambda: self._drop(name, field, said))

    def _now(self, name: str) -> str:
        changed = self._changing.seen.get(name)
        return str(changed.value if changed else getattr(self._visit.desk.settings, name))

    async def _save(self, name: str, field: Any, said: ui.label) -> None:
        if await self._changing.put(name, str(field.value or "").strip()):
            tell_saved()
            said.text = self._changing.by(name)
        else:
            said.text = say("settings.now_is", value=self._now(name))

    async def _drop(self, name: str, field: Any, said: ui.label) -> None:
        if name in self._changing.seen and await self._changing.drop(name):
            tell_saved()
            field.value, said.text = self._now(name), ""
