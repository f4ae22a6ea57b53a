"""The answer threshold, with what another one would change on the cases: asked once, then every position of the slider at once."""

from __future__ import annotations

from nicegui import run, ui

from assistant.admin.acting import act
from assistant.admin.desk import Desk
from assistant.admin.frame import heading, tell_saved, text
from assistant.admin.overriding import Changing
from assistant.admin.running import Progress
from assistant.admin.table import whole
from assistant.admin.visit import Visit
from assistant.admin.words import say
from assistant.evaluation.measure import Result
from assistant.evaluation.thresholds import Preview
from assistant.moments import number
from assistant.records.accounts import Role

NAME = "answer_threshold"
_LISTED = 12
_ROWS = ("right", "wrong", "missed", "refused")


class Threshold:
    """Slider, preview, save."""

    def __init__(self, visit: Visit, changing: Changing) -> None:
        self._visit = visit
        self._changing = changing
        self._release = ""

    async def draw(self) -> None:
        """What is in force, the slider, and below it what would change."""
        runner = self._visit.desk.runner
        ui.label(say("settings.threshold_text")).classes("muted")
        self._now = ui.label("").classes("text-weight-bold")
        with ui.element("div").classes("form"):
            self._slider = ui.slider(min=0, max=1, step=0.01, value=self._chosen())
            self._slider.props(f'label aria-label="{say("settings.threshold_new")}"').classes("filter")
            self._field = ui.number(say("settings.threshold_new"), min=0, max=1, step=0.01, format="%.2f").props("outlined dense")
            self._field.bind_value(self._slider)
            ui.button(say("settings.save"), icon="save", on_click=self._save).props("no-caps outline")
            ui.button(say("settings.preview"), icon="play_arrow", on_click=self._run).props("no-caps unelevated color=primary")
        self._told = ui.element("div").classes("editor").props("role=status")
        if runner:
            self._progress = Progress(runner)
            self._progress.follow(self._over)
        await self._over()
        self._slider.on_value_change(self._show)

    def _chosen(self) -> float:
        changed = self._changing.seen.get(NAME)
        return float(changed.value if changed else self._visit.desk.settings.answer_threshold)

    async def _over(self) -> None:
        self._release = await run.io_bound(_release, self._visit.desk) or ""
        self._show()

    async def _run(self) -> None:
        runner = self._visit.desk.runner
        if runner is None:
            return
        await act(self._visit, "settings.preview", NAME, role=Role.ADMIN)
        if not await run.io_bound(runner.start, runner.preview_thresholds):
            ui.notify(say("cases.busy"), type="warning")
        self._progress.follow(self._over)

    async def _save(self) -> None:
        value = round(float(self._slider.value), 2)
        if await self._changing.put(NAME, value, before=self._chosen()):
            tell_saved()
        self._show()

    def _show(self) -> None:
        runner, now = self._visit.desk.runner, self._chosen()
        self._now.text = say("settings.threshold_now", value=number(now, 2))
        self._told.clear()
        with self._told:
            found = runner.preview if runner else None
            if found is None:
                ui.label(say("settings.preview_first")).classes("muted")
                return
            if found.chosen != now or found.release != self._release:
                ui.label(say("settings.preview_old")).classes("muted")
            _draw_preview(found, round(float(self._slider.value or 0), 2))


def _release(desk: Desk) -> str:
    return desk.assistant.base.view().release.key if desk.assistant else ""


def _draw_preview(found: Preview, wanted: float) -> None:
    now, new = found.tally(found.chosen), found.tally(wanted)
    titles = [say("settings.tally"), say("settings.at_now", value=number(found.chosen, 2)), say("settings.at_new", value=number(wanted, 2))]
    rows = [[say(f"settings.{name}"), number(getattr(now, name)), number(getattr(new, name))] for name in _ROWS]
    whole(titles, rows, numbers=True)
    more, fewer = found.changed(wanted)
    if not more and not fewer:
        ui.label(say("settings.nothing_changes"))
    for name, results in (("would_answer", more), ("would_refuse", fewer)):
        if results:
            heading(say(f"settings.{name}", n=number(len(results))), 3)
            with ui.element("ul").classes("wordings"):
                for result in results[:_LISTED]:
                    text("li", f"{result.case.question[:200]} ({_good(name, result)})")


def _good(name: str, result: Result) -> str:
    """Whether the change is for the better."""
    better = result.right if name == "would_answer" else not result.right
    return say("settings.rightly" if better else "settings.wrongly")
