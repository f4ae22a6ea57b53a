"""Hàng đợi rà soát: cards of questions that ask the same, the largest first, handled one after another by key or by button."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from nicegui import run, ui
from nicegui.events import KeyEventArguments

from assistant.admin.desk import Desk
from assistant.admin.frame import address, page
from assistant.admin.lists import Listing, export_path, listing
from assistant.admin.review_card import KEYS, CardView
from assistant.admin.visit import Visit
from assistant.admin.words import said_of, say
from assistant.clock import written
from assistant.moments import number
from assistant.records.review import HANDLED, OPEN, Group, groups, open_groups
from assistant.review.rules import REASONS

PATH = "/hang-doi"
_CARDS = 30
_ANYBODY = "*"


@page(PATH, "queue.title", icon="inbox", order=30)
async def queue(visit: Visit, state: str = OPEN, reason: str = "", assignee: str = _ANYBODY) -> None:
    """The list of cards beside the chosen one; filters stand in the address."""
    board = Board(visit, state if state in (OPEN, HANDLED) else OPEN, reason if reason in REASONS else "", assignee)
    board.draw()
    await board.show()


class Board:
    """The cards on the left, the chosen one on the right."""

    def __init__(self, visit: Visit, state: str, reason: str, assignee: str) -> None:
        self._visit = visit
        self._state, self._reason, self._assignee = state, reason, assignee
        self._found: list[Group] = []
        self._chosen = 0

    def draw(self) -> None:
        """Everything around the cards, once."""
        self._intro = ui.label().classes("muted").props("role=status")
        if self._visit.may(CardView.ROLE):
            ui.label(say("queue.keys")).classes("muted")
        with ui.element("section").classes("card filters").props(f'role=search aria-label="{say("questions.filters")}"'):
            self._choice("state", {name: say(f"queue.states.{name}") for name in (OPEN, HANDLED)}, self._state)
            reasons = {"": say("queue.everybody"), **{name: say(f"queue.reasons.{name}") for name in REASONS}}
            self._choice("reason", reasons, self._reason)
            people = {_ANYBODY: say("queue.everybody"), self._visit.account.name: say("queue.me"), "": say("queue.nobody")}
            self._choice("assignee", people, self._assignee if self._assignee in people else _ANYBODY)
            for kind in ("csv", "xlsx"):
                take = partial(ui.navigate.to, export_path("hang-doi", kind, self._query()))
                ui.button(say(f"table.{kind}"), icon="download", on_click=take).props("flat no-caps")
        with ui.element("div").classes("board"):
            with ui.element("section").classes("cards").props(f'aria-label="{say("queue.cards")}"'):
                self._list = ui.element("div").classes("cards-list")
                self._more = ui.button(say("queue.more"), on_click=self._show_more).props("flat no-caps")
            with ui.element("section").classes("card chosen"):
                self._card = CardView(self._visit, self._handled)
        ui.keyboard(on_key=self._key, ignore=["input", "select", "textarea"], repeating=False)

    def _choice(self, name: str, options: dict[str, str], value: str) -> None:
        chosen = ui.select(options, value=value, label=say(f"queue.{name}")).props("outlined dense").classes("filter")
        chosen.on_value_change(lambda event: self._filter(name, event.value))

    async def _filter(self, name: str, value: str) -> None:
        setattr(self, f"_{name}", value)
        ui.run_javascript(f"history.replaceState(null, '', {address(PATH)!r} + '?' + new URLSearchParams({self._query()!r}))")
        await self.show()

    def _query(self) -> dict[str, str]:
        return {"state": self._state, "reason": self._reason, "assignee": self._assignee}

    async def show(self) -> None:
        """The first cards that fit the filters; the first of them is chosen."""
        self._found = await self._fetch(None)
        self._chosen = 0
        await self._draw_list()
        await self._choose(0)

    async def _show_more(self) -> None:
        self._found += await self._fetch(self._found[-1] if self._found else None)
        await self._draw_list()

    async def _fetch(self, after: Group | None) -> list[Group]:
        who = None if self._assignee == _ANYBODY else self._assignee
        fetch = partial(groups, state=self._state, assignee=who, reason=self._reason, limit=_CARDS, after=after)
        return await run.io_bound(fetch, self._visit.desk.engine) or []

    async def _draw_list(self) -> None:
        cards, turns = await run.io_bound(open_groups, self._visit.desk.engine) or (0, 0)
        self._intro.text = say("queue.intro", cards=number(cards), turns=number(turns)) if cards else say("queue.none_waiting")
        self._list.clear()
        with self._list:
            for at, group in enumerate(self._found):
                self._draw_one(at, group)
            if not self._found:
                ui.label(say("queue.none_found")).classes("muted")
        self._more.set_visibility(len(self._found) >= _CARDS and len(self._found) % _CARDS == 0)

    def _draw_one(self, at: int, group: Group) -> None:
        here = at == self._chosen
        with ui.element("button").classes("card mini" + (" here" if here else "")).props("type=button") as one:
            ui.label(group.question or say("queue.erased")).classes("mini-question")
            ui.label(" · ".join(_counts(group))).classes("muted")
        if here:
            one.props("aria-current=true")
        one.on("click", partial(self._pick, at))

    async def _pick(self, at: int) -> None:
        self._chosen = at
        await self._draw_list()
        await self._choose(at)

    async def _choose(self, at: int) -> None:
        await self._card.show(self._found[at].id if at < len(self._found) else None)

    async def _handled(self) -> None:
        """The chosen card left this list: the next one takes its place."""
        at = self._chosen
        if at < len(self._found):
            del self._found[at]
        if self._found:
            await self._pick(min(at, len(self._found) - 1))
        else:
            await self.show()

    async def _key(self, event: KeyEventArguments) -> None:
        if not event.action.keydown or event.modifiers.ctrl or event.modifiers.alt or event.modifiers.meta:
            return
        step = {"ArrowDown": 1, "ArrowUp": -1}.get(event.key.name, 0)
        if step and 0 <= self._chosen + step < len(self._found):
            await self._pick(self._chosen + step)
        elif event.key.name in KEYS:
            await self._card.do(KEYS[event.key.name])


def _counts(group: Group) -> Iterator[str]:
    yield say("queue.turns", n=number(group.size))
    for name in REASONS:
        if n := getattr(group, name):
            yield f"{say(f'queue.reasons.{name}')}: {number(n)}"
    if group.assignee:
        yield group.assignee
    if group.verdict:
        yield said_of("queue.verdicts", group.verdict)


@listing("hang-doi")
def all_cards(desk: Desk, filters: Mapping[str, str]) -> Listing:
    """Every card that fits, with its counts."""
    names = ("question", "size", *(f"reasons.{name}" for name in REASONS), "first", "last", "assignee", "verdict")
    return Listing([say(f"queue.{name}") for name in names], _rows(desk, filters))


def _rows(desk: Desk, filters: Mapping[str, str]) -> Iterator[list[Any]]:
    after: Group | None = None
    who = filters.get("assignee", _ANYBODY)
    kept = {"state": filters.get("state") or OPEN, "assignee": None if who == _ANYBODY else who, "reason": filters.get("reason", "")}
    while found := groups(desk.engine, **kept, limit=500, after=after):  # type: ignore[arg-type]
        for group in found:
            counts = [getattr(group, name) for name in REASONS]
            times = [written(group.first_at), written(group.last_at)]
            verdict = said_of("queue.verdicts", group.verdict) if group.verdict else ""
            yield [group.question, group.size, *counts, *times, group.assignee or "", verdict]
        after = found[-1]
