"""The whole service and each channel: on, or off with a notice for people and a reason for colleagues."""

from __future__ import annotations

from functools import partial

from nicegui import run, ui

from assistant.admin.asking import sure
from assistant.admin.frame import heading, tell_saved
from assistant.admin.overriding import LONGEST, Changing
from assistant.admin.visit import Visit
from assistant.admin.words import said_of, say
from assistant.clock import written
from assistant.in_force import CLOSED, PAUSED
from assistant.records.asked import channels

_KNOWN = ("web", "telegram", "zalo_bot", "zalo_oa")


class Closings:
    """A row for each, redrawn after every change."""

    def __init__(self, visit: Visit, changing: Changing) -> None:
        self._visit = visit
        self._changing = changing

    async def draw(self) -> None:
        """A row for each."""
        with ui.element("section").classes("card"):
            heading(say("settings.service"))
            self._rows = ui.element("div")
        known = await run.io_bound(channels, self._visit.desk.engine) or []
        self._names = {PAUSED: say("settings.whole_service")}
        self._names |= {f"{CLOSED}{name}": said_of("questions.channels", name) for name in dict.fromkeys((*_KNOWN, *known))}
        self._show()

    def _show(self) -> None:
        self._rows.clear()
        with self._rows:
            for name, shown in self._names.items():
                self._draw_one(name, shown)

    def _draw_one(self, name: str, shown: str) -> None:
        closing = self._changing.seen.get(name)
        with ui.element("div").classes("setting"):
            with ui.element("div").classes("actions-bar"):
                ui.label(shown).classes("text-weight-bold")
                ui.label(say("settings.closed" if closing else "settings.running")).classes(f"badge {'bad' if closing else 'good'}")
                if closing:
                    ui.button(say("settings.open"), icon="play_arrow", on_click=partial(self._open, name, shown)).props("no-caps outline")
                else:
                    ui.button(say("settings.close"), icon="pause", on_click=partial(self._close, name, shown)).props("no-caps flat")
            if closing:
                reason = closing.value.get("reason", "")
                ui.label(say("settings.closed_by", account=closing.changed_by, at=written(closing.changed_at), reason=reason))
                ui.label(closing.value.get("notice", "")).classes("as-typed muted")

    async def _close(self, name: str, shown: str) -> None:
        with ui.dialog() as dialog, ui.card().classes("editor"):
            heading(say("settings.close_title", name=shown))
            ui.label(say("settings.close_text"))
            notice = ui.textarea(say("settings.notice"), placeholder=say("settings.notice_hint")).props(f"outlined maxlength={LONGEST}")
            reason = ui.input(say("settings.reason")).props(f"outlined maxlength={LONGEST}").classes("wide-field")
            notice.classes("wide-field")

            def done() -> None:
                if str(reason.value or "").strip():
                    dialog.submit(True)
                else:
                    ui.notify(say("settings.reason_needed"), type="warning")

            with ui.row():
                ui.button(say("settings.close"), on_click=done).props("no-caps unelevated color=negative")
                ui.button(say("accounts.cancel"), on_click=lambda: dialog.submit(False)).props("no-caps flat")
        if await dialog:
            value = {"notice": str(notice.value or "").strip(), "reason": str(reason.value).strip()}
            if await self._changing.put(name, value):
                tell_saved()
            self._show()
        dialog.delete()

    async def _open(self, name: str, shown: str) -> None:
        if await sure(say("settings.open_sure", name=shown)):
            if await self._changing.drop(name):
                tell_saved()
            self._show()
