"""Bộ câu hỏi kiểm thử: run the evaluation beside the service, see how it went against the last time, keep the staff's own cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from nicegui import run, ui

from assistant.admin import case_button  # noqa: F401  (adds itself to the page of a turn)
from assistant.admin.acting import act
from assistant.admin.asking import sure
from assistant.admin.case_results import draw_history, draw_last
from assistant.admin.desk import Desk
from assistant.admin.frame import heading, page, tell_saved
from assistant.admin.lists import Listing, export_path, listing
from assistant.admin.running import Progress
from assistant.admin.visit import Visit
from assistant.admin.words import say
from assistant.clock import written
from assistant.evaluation.runner import Runner
from assistant.moments import day, number
from assistant.records.accounts import Role
from assistant.records.cases import ANSWERED, REFUSED, LoggedCase, kept, remove

_SHOWN = 30


@page("/kiem-thu", "cases.title", icon="rule", order=70)
async def cases(visit: Visit) -> None:
    """Run, results, earlier runs, the staff's own cases."""
    ui.label(say("cases.intro")).classes("muted")
    if runner := visit.desk.runner:
        await _draw_runner(visit, runner)
    else:
        ui.label(say("cases.no_base")).classes("muted")
    await Own(visit).draw()


async def _draw_runner(visit: Visit, runner: Runner) -> None:
    with ui.element("section").classes("card editor"):
        found = await run.io_bound(runner.cases) or []
        own = sum(case.case_id.startswith("logged-") for case in found)
        ui.label(say("cases.count", n=number(len(found)), own=number(own)))
        begin = ui.button(say("cases.run"), icon="play_arrow").props("no-caps unelevated color=primary")
        progress = Progress(runner)
    results = ui.element("div").classes("editor")
    past = ui.element("section").classes("card")

    async def show() -> None:
        results.clear()
        past.clear()
        with results:
            if runner.last:
                draw_last(visit.desk, runner.last)
        with past:
            await draw_history(visit.desk)

    async def start() -> None:
        await act(visit, "cases.run")
        if not runner.start(runner.evaluate):
            ui.notify(say("cases.busy"), type="warning")
        progress.follow(show)

    begin.set_visibility(visit.may(Role.EDIT))
    begin.on_click(start)
    progress.follow(show)
    await show()


class Own:
    """The cases that staff made of logged questions."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._shown: list[LoggedCase] = []

    async def draw(self) -> None:
        """The newest first, some at a time."""
        with ui.element("section").classes("card"):
            heading(say("cases.own"))
            self._list = ui.element("div")
            with ui.element("div").classes("row items-center pager"):
                self._more = ui.button(say("cases.more"), on_click=self._show_more).props("flat no-caps")
                ui.space()
                for kind in ("csv", "xlsx"):
                    take = partial(ui.navigate.to, export_path("kiem-thu", kind, {}))
                    ui.button(say(f"table.{kind}"), icon="download", on_click=take).props("flat no-caps")
        await self._show_more()

    async def _show_more(self) -> None:
        before = self._shown[-1].id if self._shown else None
        found = await run.io_bound(kept, self._visit.desk.engine, _SHOWN, before) or []
        self._shown += found
        self._more.set_visibility(len(found) == _SHOWN)
        with self._list:
            for one in found:
                self._draw_one(one)
            if not self._shown:
                ui.label(say("cases.none")).classes("muted")

    def _draw_one(self, one: LoggedCase) -> None:
        with ui.element("article").classes("turn") as row:
            ui.label(one.question).classes("as-typed text-weight-bold")
            ui.label(" · ".join(wanted_of(self._visit.desk, one))).classes("muted")
            with ui.element("div").classes("actions-bar"):
                ui.link(say("queue.open_turn"), f"/cau-hoi/{one.answer_id}")
                if self._visit.may(Role.EDIT):
                    take_out = partial(self._remove, one, row)
                    ui.button(say("cases.remove"), icon="delete", on_click=take_out).props("no-caps flat dense")

    async def _remove(self, one: LoggedCase, row: ui.element) -> None:
        if await sure(say("cases.remove_sure")):
            await act(self._visit, "cases.remove", str(one.id), lambda db: remove(db, one.id))
            row.delete()
            tell_saved()


def wanted_of(desk: Desk, one: LoggedCase) -> Iterator[str]:
    """What a right answer to a case is, and who said so."""
    yield f"{say('cases.expected')}: {say(f'cases.wanted.{ANSWERED if one.must_be_answered else REFUSED}')}"
    for document_id in one.cites:
        known = desk.library.document(document_id) if desk.library else None
        yield known.name if known else document_id
    yield f"{say('cases.as_of')} {day(one.as_of)}"
    yield say("cases.added", account=one.added_by, at=written(one.added_at))


@listing("kiem-thu")
def all_cases(desk: Desk, _filters: Mapping[str, str]) -> Listing:
    """Every case that staff made."""
    titles = [say(f"cases.{name}") for name in ("question", "expected", "cites", "as_of")]
    return Listing([*titles, say("questions.answer_id"), say("audit.account")], (_row(one) for one in kept(desk.engine)))


def _row(one: LoggedCase) -> list[object]:
    return [one.question, ", ".join(one.wanted), ", ".join(one.cites), one.as_of, one.answer_id, one.added_by]
