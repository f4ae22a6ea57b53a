"""Câu hỏi: the log, newest first, with filters; quick on a million turns (records/asked.py)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any
from urllib.parse import urlencode

from nicegui import run, ui

from assistant.admin.desk import Desk
from assistant.admin.frame import address, page
from assistant.admin.lists import Listing, listing
from assistant.admin.table import Column, Screen, Table
from assistant.admin.visit import Visit
from assistant.admin.words import said_of, say
from assistant.clock import written
from assistant.records.asked import AskedRow, Filters, channels, everything, screen

PATH = "/cau-hoi"
_COLUMNS = ("at", "question", "channel", "status", "feedback", "ms")


@page(PATH, "questions.title", icon="forum", order=20)
async def questions(
    visit: Visit,
    words: str = "",
    since: str = "",
    until: str = "",
    channel: str = "",
    family: str = "",
    feedback: str = "",
    answer_id: str = "",
) -> None:
    """The list; its filters stand in the address, so that a list can be sent to a colleague."""
    given = {
        "words": words,
        "since": since,
        "until": until,
        "channel": channel,
        "family": family,
        "feedback": feedback,
        "answer_id": answer_id,
    }
    known = await run.io_bound(channels, visit.desk.engine) or []
    with ui.element("section").classes("card filters").props(f'role=search aria-label="{say("questions.filters")}"'):
        inputs = _inputs(given, known)
        ui.label(say("questions.words_hint")).classes("muted hint")
        with ui.element("div").classes("row items-center"):
            apply = ui.button(say("questions.apply"), icon="search").props("no-caps unelevated color=primary")
            ui.button(say("questions.clear"), on_click=lambda: ui.navigate.to(PATH)).props("flat no-caps")

    def chosen() -> dict[str, str]:
        return {name: str(one.value or "").strip() for name, one in inputs.items()}

    table = Table(
        [
            Column("at", say("questions.at")),
            Column("question", say("questions.question"), link=True, long=True),
            Column("channel", say("questions.channel")),
            Column("status", say("questions.status")),
            Column("feedback", say("questions.feedback")),
            Column("ms", say("questions.ms"), number=True),
        ],
        lambda before, limit: _fetch(visit.desk, chosen(), before, limit),
        label=say("questions.title"),
        export="cau-hoi",
        filters=chosen,
    )

    async def again() -> None:
        await table.show()
        query = urlencode({name: value for name, value in chosen().items() if value})
        ui.run_javascript(f"history.replaceState(null, '', {address(PATH)!r} + {('?' + query if query else '')!r})")

    apply.on_click(again)
    for one in inputs.values():
        one.on("keydown.enter", again)
    await table.show()


def _inputs(given: Mapping[str, str], known: list[str]) -> dict[str, Any]:
    everything_ = {"": say("questions.all")}
    shown: dict[str, Any] = {}
    shown["words"] = ui.input(say("questions.words"), value=given["words"]).props("clearable")
    for name in ("since", "until"):
        shown[name] = ui.input(say(f"questions.{name}"), value=given[name]).props("type=date stack-label")
    options = {
        "channel": {name: said_of("questions.channels", name) for name in known},
        "family": {name: say(f"questions.families.{name}") for name in ("answered", "unanswerable", "clarification", "blocked", "error")},
        "feedback": {name: say(f"questions.opinions.{name}") for name in ("up", "down")},
    }
    for name, labels in options.items():
        value = given[name] if given[name] in labels else ""
        shown[name] = ui.select({**everything_, **labels}, label=say(f"questions.{name}"), value=value)
    shown["answer_id"] = ui.input(say("questions.answer_id"), value=given["answer_id"])
    for one in shown.values():
        one.props("outlined dense").classes("filter")
    return shown


def _fetch(desk: Desk, query: Mapping[str, str], before: int | None, limit: int) -> Screen:
    rows = screen(desk.engine, Filters.read(query), before, limit + 1)
    return Screen([_shown(row) for row in rows[:limit]], rows[limit - 1].id if len(rows) > limit else None)


def _shown(row: AskedRow) -> dict[str, Any]:
    return {
        "key": row.id,
        "href": address(f"{PATH}/{row.answer_id}"),
        "at": written(row.asked_at),
        "question": row.question or say("questions.no_words"),
        "channel": said_of("questions.channels", row.channel),
        "status": said_of("questions.statuses", row.status),
        "feedback": said_of("questions.opinions", row.feedback) if row.feedback else "",
        "ms": round(row.ms),
    }


@listing("cau-hoi")
def all_questions(desk: Desk, filters: Mapping[str, str]) -> Listing:
    """The list with its filters, whole."""
    titles = [say("questions.answer_id"), *(say(f"questions.{name}") for name in _COLUMNS)]
    return Listing(titles, _rows(desk, Filters.read({field.name: filters.get(field.name, "") for field in fields(Filters)})))


def _rows(desk: Desk, filters: Filters) -> Iterator[list[object]]:
    for row in everything(desk.engine, filters):
        shown = _shown(row)
        yield [row.answer_id, *(shown[name] for name in _COLUMNS)]
