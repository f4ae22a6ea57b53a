"""How far something is that runs beside the service, on a page that may be closed and opened again meanwhile."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from assistant.admin.words import say
from assistant.evaluation.runner import Runner
from assistant.moments import number

_SECONDS = 0.5


class Progress:
    """A bar and a sentence; `follow` calls back once it is over."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._then: Callable[[], Awaitable[None]] | None = None
        self._bar = ui.linear_progress(0, show_value=False).props(f'rounded size=.6rem aria-label="{say("cases.run")}"')
        self._said = ui.label("").props("role=status")
        self._timer = ui.timer(_SECONDS, self._look, active=False)
        self._bar.set_visibility(False)

    def follow(self, then: Callable[[], Awaitable[None]]) -> None:
        """While something runs."""
        self._then = then
        running = self._runner.state.running
        self._bar.set_visibility(running)
        self._timer.active = running

    async def _look(self) -> None:
        state = self._runner.state
        self._bar.value = state.done / state.total if state.total else 0
        told = say("cases.running", done=number(state.done), total=number(state.total)) if state.total else say("cases.starting")
        self._said.text = told if state.running else ""
        if not state.running:
            self._timer.active = False
            self._bar.set_visibility(False)
            if state.failed:
                self._said.text = say("cases.failed", error=state.failed)
            if self._then:
                await self._then()
