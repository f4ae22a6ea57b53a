"""A card with the newest piece of work of some kinds: its progress as it goes on, and what came of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from nicegui import run, ui

from assistant.admin.acting import act
from assistant.admin.asking import sure
from assistant.admin.documents.outcome import show_outcome
from assistant.admin.documents.shelf import is_refused
from assistant.admin.frame import heading
from assistant.admin.visit import Visit
from assistant.admin.words import said_of, say
from assistant.clock import written
from assistant.records.accounts import Role
from assistant.records.jobs import Job, Jobs, Work

_LOOK_SECONDS = 1.0
Again = Callable[[], Awaitable[None]]
Force = Callable[[Job], Awaitable[None]]


@dataclass
class WorkCard:
    """Draw it where it belongs, then `await show()`. `about`: only work on this thing. `ended` is called when work that was
    seen running is over; `force`, where given, does again what the gate refused.
    """

    visit: Visit
    jobs: Jobs
    kinds: tuple[str, ...]
    about: str | None = None
    ended: Again | None = None
    force: Force | None = None

    def __post_init__(self) -> None:
        self._card = ui.element("section").classes("card work").props("aria-live=polite")
        self._card.set_visibility(False)
        self._shown: tuple[object, ...] = ()
        self._running = False
        self._timer = ui.timer(_LOOK_SECONDS, self.show, active=False)

    async def begin(self, kind: str, about: str, work: Work, *, named: str = "") -> None:
        """Note that this person began it, and put it in line."""
        await act(self.visit, f"documents.{kind}", named or about, role=Role.EDIT)
        await run.io_bound(self.jobs.begin, kind, about, self.visit.account.name, work)
        self._running = True  # it may be over before anybody looks
        await self.show()

    async def show(self) -> None:
        """As it stands now."""
        found = await run.io_bound(self.jobs.recent, *self.kinds) or []
        job = next((one for one in found if self.about is None or one.about == self.about), None)
        self._timer.active = bool(job and job.running)
        state = (job.id, job.running, job.lost, job.step, job.done, job.total) if job else ()
        if job and state != self._shown:
            self._shown = state
            self._draw(job)
        was, self._running = self._running, bool(job and job.running)
        if was and not self._running and self.ended:
            await self.ended()

    def _draw(self, job: Job) -> None:
        self._card.set_visibility(True)
        self._card.clear()
        with self._card:
            heading(say("jobs.title"))
            kind = said_of("jobs.kinds", job.kind)
            told = {"about": job.about or say("documents.all"), "account": job.account, "at": written(job.begun_at)}
            ui.label(say("jobs.running", kind=kind, **told)).classes("muted")
            if job.running:
                ui.label(say(f"jobs.steps.{job.step}", done=job.done, total=job.total) if job.step else say("jobs.waiting"))
                share = job.done / job.total if job.total else 0
                ui.linear_progress(share, show_value=False).props(f'rounded size=.6rem aria-label="{kind}"')
                return
            show_outcome(job)
            if self.force and job.report and is_refused(job.report) and self.visit.may(Role.ADMIN):
                ui.button(say("jobs.force"), on_click=lambda: self._again(job)).props("no-caps outline color=negative")

    async def _again(self, job: Job) -> None:
        if self.force and await sure(say("jobs.force_sure")):
            await self.force(job)
