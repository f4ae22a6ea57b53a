"""The chosen card of the review queue, and what can be said of it; what is read on it stands in review_reading.py."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from nicegui import run, ui
from sqlalchemy import Connection

from assistant.admin.acting import act
from assistant.admin.desk import Desk
from assistant.admin.frame import heading
from assistant.admin.review_reading import Card, draw_facts, draw_reading, read_card
from assistant.admin.visit import Visit
from assistant.admin.words import say
from assistant.records import review as rows
from assistant.records.accounts import Role
from assistant.records.review import HANDLED, Group
from assistant.records.versions import Overtaken
from assistant.review.rules import NEEDS_DOCUMENT, OUT_OF_SCOPE, RIGHT, WRONG

WRITE, TAKE = "write", "take"
KEYS = {"1": RIGHT, "2": WRONG, "3": OUT_OF_SCOPE, "4": NEEDS_DOCUMENT, "5": WRITE, "6": TAKE}
_ICONS = {RIGHT: "check", WRONG: "close", OUT_OF_SCOPE: "block", NEEDS_DOCUMENT: "note_add", WRITE: "edit"}


class CardView:
    """Draws the chosen card. `leaves` is called once it was handled."""

    ROLE = Role.EDIT

    def __init__(self, visit: Visit, leaves: Callable[[], Awaitable[None]]) -> None:
        self._visit = visit
        self._leaves = leaves
        self._group: Group | None = None
        self._busy = False
        self._place = ui.element("div").classes("chosen-card")
        self._note = ""

    async def show(self, group_id: int | None) -> None:
        """This card; None: none is chosen."""
        card = await run.io_bound(read_card, self._visit.desk, group_id) if group_id is not None else None
        if self._group is None or card is None or card.group.id != self._group.id:
            self._note = ""
        self._group = card.group if card else None
        self._place.clear()
        with self._place:
            if card:
                self._draw(card)
            else:
                ui.label(say("queue.choose" if group_id is None else "queue.gone")).classes("muted")

    async def do(self, verb: str) -> None:
        """What a key or a button says. A second press while the first is at work counts for nothing."""
        if self._group is None or self._busy or not self._visit.may(self.ROLE):
            return
        self._busy = True
        try:
            if verb == WRITE:
                self._write(self._group)
            elif verb == TAKE:
                me = self._visit.account.name
                await self._assign(self._group, None if self._group.assignee == me else me)
            elif self._group.state != HANDLED:
                await self._handle(self._group, verb)
        finally:
            self._busy = False

    async def _handle(self, group: Group, verdict: str) -> None:
        release, note = await run.io_bound(_release, self._visit.desk) or 0, self._note.strip()

        def work(db: Connection) -> None:
            rows.handle(db, group.id, group.version, self._visit.account.name, verdict, release=release, note=note)

        if await self._change(f"queue.{verdict}", group, work):
            ui.notify(say("queue.saved", verdict=say(f"queue.verdicts.{verdict}")), type="positive")
            await self._leaves()

    async def _assign(self, group: Group, to: str | None) -> None:
        def work(db: Connection) -> None:
            rows.assign(db, group.id, group.version, self._visit.account.name, to)

        if await self._change("queue.assign", group, work):
            await self.show(group.id)

    async def _reopen(self, group: Group) -> None:
        if await self._change("queue.reopen", group, lambda db: rows.reopen(db, group.id, group.version, self._visit.account.name)):
            await self._leaves()

    async def _change(self, action: str, group: Group, work: Callable[[Connection], Any]) -> bool:
        try:
            await act(self._visit, action, str(group.id), work, role=self.ROLE)
        except Overtaken:
            await self.show(group.id)
            ui.notify(say("queue.overtaken"), type="warning", timeout=8000, close_button=True)
            return False
        return True

    @staticmethod
    def _write(group: Group) -> None:
        ui.navigate.to(f"/tra-loi-chuan/{group.curated_id}" if group.curated_id else f"/tra-loi-chuan/moi?card={group.id}")

    def _draw(self, card: Card) -> None:
        group = card.group
        heading(next(iter(card.wordings), "") or group.question or say("queue.erased")).classes("as-typed")
        draw_facts(card)
        if self._visit.may(self.ROLE):
            self._draw_actions(card)
        draw_reading(card)

    def _draw_actions(self, card: Card) -> None:
        group = card.group
        with ui.element("div").classes("actions-bar").props(f'role=group aria-label="{say("queue.actions_label")}"'):
            if group.state == HANDLED:
                ui.button(say("queue.reopen"), icon="undo", on_click=partial(self._reopen, group)).props("no-caps outline")
            for key, verb in KEYS.items():
                if verb == WRITE or (verb in _ICONS and group.state != HANDLED):
                    name = f"{key}. {say(f'queue.verdicts.{verb}')}"
                    look = "unelevated color=primary" if verb == WRITE else "outline"
                    ui.button(name, icon=_ICONS[verb], on_click=partial(self.do, verb)).props(f"no-caps {look}")
            if group.state != HANDLED:
                mine = group.assignee == self._visit.account.name
                take = say("queue.give_back" if mine else "queue.take")
                ui.button(f"6. {take}", icon="person", on_click=partial(self.do, TAKE)).props("no-caps flat")
                options = {"": say("queue.nobody"), **{name: name for name in {*card.people, *filter(None, [group.assignee])}}}
                give = ui.select(options, value=group.assignee or "", label=say("queue.give")).props("outlined dense").classes("give")
                give.on_value_change(lambda event: self._assign(group, event.value or None))
        if group.state != HANDLED:
            note = ui.input(say("queue.note"), value=self._note).props("outlined dense maxlength=1000").classes("review-note")
            note.on_value_change(lambda event: setattr(self, "_note", event.value or ""))


def _release(desk: Desk) -> int:
    return desk.assistant.base.view().release.number if desk.assistant else 0
