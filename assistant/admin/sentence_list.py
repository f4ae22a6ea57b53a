"""The fixed sentences: found by their words, each with its original beside the one in its place."""

from __future__ import annotations

from functools import partial
from typing import Any

from nicegui import ui

from assistant.admin.frame import tell_saved
from assistant.admin.overriding import Changing
from assistant.admin.words import said_of, say
from assistant.in_force import TEXT
from assistant.moments import number
from assistant.replies import originals
from assistant.sentences import problem_with
from knowledge.language.normalise import fold

_SHOWN = 15


class Sentences:
    """Some at a time: there are hundreds."""

    def __init__(self, changing: Changing) -> None:
        self._changing = changing
        self._shown = _SHOWN

    def draw(self) -> None:
        """The search, then the list."""
        ui.label(say("settings.texts_text")).classes("muted")
        with ui.element("div").classes("form"):
            self._wanted = ui.input(say("settings.find"), on_change=self._again).props("outlined dense debounce=300 clearable")
            self._wanted.classes("filter")
            self._only = ui.checkbox(say("settings.only_changed"), on_change=self._again)
        self._count = ui.label("").classes("muted").props("role=status")
        self._list = ui.element("div")
        self._more = ui.button(say("settings.more"), on_click=self._show_more).props("flat no-caps")
        self._show()

    def _again(self) -> None:
        self._shown = _SHOWN
        self._show()

    def _show_more(self) -> None:
        self._shown += _SHOWN
        self._show()

    def _found(self) -> list[tuple[str, str, str]]:
        """(group, name, original) of those that hold every word."""
        words, seen = fold(str(self._wanted.value or "")).split(), self._changing.seen
        found = []
        for (group, name), original in originals().items():
            changed = seen.get(f"{TEXT}{group}.{name}")
            text = fold(f"{said_of('questions.statuses', name)} {original} {changed.value if changed else ''}")
            if all(word in text for word in words) and (changed or not self._only.value):
                found.append((group, name, original))
        return found

    def _show(self) -> None:
        found = self._found()
        self._count.text = say("settings.found", n=number(len(found)))
        self._more.set_visibility(len(found) > self._shown)
        self._list.clear()
        with self._list:
            for group, name, original in found[: self._shown]:
                self._draw_one(group, name, original)

    def _draw_one(self, group: str, name: str, original: str) -> None:
        changed = self._changing.seen.get(f"{TEXT}{group}.{name}")
        title = said_of("questions.statuses", name) if group == "status" else (original[:80] or name)
        with (
            ui.expansion(f"{title} – {say('settings.was_changed')}" if changed else title).classes("numbers"),
            ui.element("div").classes("editor"),
        ):
            ui.label(say("settings.original")).classes("muted")
            ui.label(original).classes("as-typed answer-so").props("tabindex=0")
            field = ui.textarea(say("settings.new_text"), value=changed.value if changed else original)
            field.props("outlined autogrow").classes("wide-field")
            said = ui.label(self._changing.by(f"{TEXT}{group}.{name}")).classes("muted")
            with ui.element("div").classes("actions-bar"):
                save = partial(self._save, group, name, field, said)
                ui.button(say("settings.save"), icon="save", on_click=save).props("no-caps outline")
                back = partial(self._drop, group, name, original, field, said)
                ui.button(say("settings.revert"), on_click=back).props("no-caps flat")

    async def _save(self, group: str, name: str, field: Any, said: ui.label) -> None:
        key, text = f"{TEXT}{group}.{name}", str(field.value or "")
        if problem := problem_with(group, name, text):
            names = ", ".join(f"{{{one}}}" if problem.reason in ("lost", "strange") else one for one in problem.names)
            words = say(f"settings.problems.{problem.reason}", names=names) if problem.names else say(f"settings.problems.{problem.reason}")
            ui.notify(words, type="warning", timeout=8000)
        elif await self._changing.put(key, text):
            tell_saved()
            said.text = self._changing.by(key)
        else:
            now = self._changing.seen.get(key)
            said.text = say("settings.now_is", value=now.value if now else originals()[group, name])

    async def _drop(self, group: str, name: str, original: str, field: Any, said: ui.label) -> None:
        key = f"{TEXT}{group}.{name}"
        if key in self._changing.seen and await self._changing.drop(key):
            tell_saved()
            field.value, said.text = original, ""
