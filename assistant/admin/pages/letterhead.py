"""Thể thức báo cáo: what stands around the figures of the monthly report, so that it is ready to sign."""

from __future__ import annotations

from typing import Any

from nicegui import run, ui

from assistant.admin.acting import act
from assistant.admin.frame import page, tell_saved
from assistant.admin.report import LETTERHEAD
from assistant.admin.visit import Visit
from assistant.admin.words import say
from assistant.clock import written
from assistant.records.accounts import Role
from assistant.records.overrides import Override, Overrides
from assistant.records.versions import Overtaken
from assistant.reporting.letterhead import OVERRIDE, Letterhead

_LINES = ("parent", "issuer", "place", "symbol", "addressee", "signer_title", "signer_name", "archive")


@page(LETTERHEAD, "reports.letterhead", role=Role.EDIT)
async def letterhead(visit: Visit) -> None:
    """The form, as it holds now."""
    overrides = Overrides(visit.desk.engine)
    found = await run.io_bound(overrides.now) or {}
    await _Form(visit, overrides, found.get(OVERRIDE)).draw()


class _Form:
    """The form; `seen` is what the person who edits it looked at."""

    def __init__(self, visit: Visit, overrides: Overrides, seen: Override | None) -> None:
        self.visit, self.overrides, self.seen = visit, overrides, seen

    async def draw(self) -> None:
        """A field a line, and the recipients."""
        shown = Letterhead.of(self.visit.desk.settings, self.seen.value if self.seen else None)
        ui.link(say("reports.back"), "/")
        ui.label(say("reports.letterhead_hint"))
        with ui.element("section").classes("card"):
            with ui.element("div").classes("form fields"):
                self.inputs: dict[str, Any] = {name: self._line(name, getattr(shown, name)) for name in _LINES}
                recipients = ui.textarea(say("reports.fields.recipients"), value="\n".join(shown.recipients))
                self.inputs["recipients"] = recipients.props("outlined dense autogrow maxlength=2000").classes("filter wide")
            ui.label(say("reports.recipients_hint")).classes("muted")
            self.warning = ui.label().classes("note").props("role=alert")
            self.warning.set_visibility(False)
            ui.button(say("reports.save"), icon="save", on_click=self._save).props("no-caps unelevated color=primary")

    def _line(self, name: str, value: str) -> ui.input:
        return ui.input(say(f"reports.fields.{name}"), value=value).props("outlined dense maxlength=200").classes("filter")

    async def _save(self) -> None:
        typed: dict[str, Any] = {name: str(one.value or "").strip() for name, one in self.inputs.items()}
        typed["recipients"] = [line.strip(" -;") for line in typed["recipients"].splitlines() if line.strip(" -;")]
        by, seen, put = self.visit.account.name, self.seen, self.overrides.put
        try:
            self.seen = await act(self.visit, "report.letterhead", work=lambda db: put(db, OVERRIDE, typed, by, seen))
        except Overtaken:
            self.seen = (await run.io_bound(self.overrides.now) or {}).get(OVERRIDE)
            if now := self.seen:
                told = {"by": now.changed_by, "at": written(now.changed_at), "issuer": now.value.get("issuer", "")}
                self.warning.set_text(say("reports.overtaken", **told))
                self.warning.set_visibility(True)
            return
        self.warning.set_visibility(False)
        tell_saved()
