"""What is read on a card of the review queue: counts, wordings, the newest turns, its history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nicegui import ui

from assistant.admin.desk import Desk
from assistant.admin.frame import heading, text
from assistant.admin.words import said_of, say
from assistant.clock import written
from assistant.moments import number
from assistant.records import review as rows
from assistant.records.accounts import Role
from assistant.records.review import HANDLED, Event, Group
from assistant.records.wants import Wants

_TURNS, _COUNTED = 20, 500


@dataclass(frozen=True, slots=True)
class Card:
    """All that is shown of a group."""

    group: Group
    turns: list[Mapping[str, Any]]
    wordings: list[str]
    history: list[Event]
    people: list[str]
    waiting: int


def read_card(desk: Desk, group_id: int) -> Card | None:
    """From the records; blocks."""
    group = rows.group(desk.engine, group_id)
    if group is None:
        return None
    turns = rows.turns_of(desk.engine, group_id, _COUNTED)
    waiting = Wants(desk.engine, desk.seal).waiting(turn["answer_id"] for turn in turns)
    people = [one.name for one in desk.accounts.all() if one.role.may(Role.EDIT) and not one.disabled_at]
    return Card(group, turns[:_TURNS], rows.wordings_of(desk.engine, group_id), rows.history_of(desk.engine, group_id), people, waiting)


def draw_facts(card: Card) -> None:
    """Counts, times, who has it, who waits for it."""
    group = card.group
    facts = {"turns": number(group.size), "first": written(group.first_at), "last": written(group.last_at)}
    facts["assignee"] = group.assignee or say("queue.nobody")
    with ui.element("dl").classes("facts"):
        for name, value in facts.items():
            with ui.element("div"):
                text("dt", say("queue.size" if name == "turns" else f"queue.{name}"))
                text("dd", value)
    with ui.element("div").classes("badges"):
        if card.waiting:
            ui.label(say("queue.waiting_people", n=number(card.waiting))).classes("badge strong")
        if group.verdict and group.state == HANDLED:
            ui.label(f"{say('queue.handled')}: {said_of('queue.verdicts', group.verdict)}").classes("badge")
        if group.curated_id:
            ui.label(say("queue.written")).classes("badge")


def draw_reading(card: Card) -> None:
    """In which words it was asked, what was answered, and what was done about it."""
    if card.wordings[1:]:
        heading(say("queue.wordings"), 3)
        with ui.element("ul").classes("wordings"):
            for wording in card.wordings:
                text("li", wording)
    heading(say("queue.newest"), 3)
    for turn in card.turns:
        _draw_turn(turn)
    if card.history:
        heading(say("queue.history"), 3)
        with ui.element("ul").classes("wordings"):
            for event in card.history:
                text("li", f"{_told(event)} – {say('queue.by', account=event.account or say('audit.system'), at=written(event.at))}")


def _draw_turn(turn: Mapping[str, Any]) -> None:
    with ui.element("article").classes("turn"):
        ui.label(turn["question"]).classes("as-typed text-weight-bold")
        facts = (written(turn["asked_at"]), said_of("questions.channels", turn["channel"]), said_of("questions.statuses", turn["status"]))
        ui.label(" · ".join((say(f"queue.reasons.{turn['reason']}"), *facts))).classes("muted")
        ui.label(turn["text"]).classes("as-typed answer-so").props("tabindex=0")
        ui.link(say("queue.open_turn"), f"/cau-hoi/{turn['answer_id']}")


def _told(event: Event) -> str:
    name = "unassign" if event.action == "assign" and not event.note else event.action
    note = said_of("queue.reasons", event.note) if name == "back" else event.note
    told = said_of("queue.events", name).replace("{note}", note)
    return told if name in ("assign", "unassign", "back", "write") or not note else f"{told} ({note})"
