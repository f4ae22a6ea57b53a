"""Trả lời chuẩn: the list of the office's own answers, those first that need looking at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from nicegui import run, ui

from assistant.admin.desk import Desk
from assistant.admin.frame import address, heading, page
from assistant.admin.lists import Listing, listing
from assistant.admin.table import Column, Screen, Table
from assistant.admin.visit import Visit
from assistant.admin.words import say
from assistant.clock import HERE, written
from assistant.curated.standing import SOUND
from assistant.moments import day
from assistant.records.accounts import Role
from assistant.records.curated import APPROVED, DRAFT, RETIRED, WAITING, Curated, listed
from assistant.records.curated_words import Words

PATH = "/tra-loi-chuan"
_COLUMNS = ("question", "state", "author", "approver", "changed_at", "validity", "warning")
_SOON = timedelta(days=14)


@page(PATH, "curated.title", icon="fact_check", order=40)
async def curated(visit: Visit, state: str = "", wanted: str = "") -> None:
    """Warnings, filters, the list."""
    ui.label(say("curated.intro")).classes("muted")
    _draw_warnings(await run.io_bound(warned_of, visit.desk) or {})
    states = {"": say("curated.all"), **{name: say(f"curated.states.{name}") for name in (DRAFT, WAITING, APPROVED, RETIRED)}}
    with ui.element("section").classes("card filters").props(f'role=search aria-label="{say("questions.filters")}"'):
        words = ui.input(say("curated.wanted"), value=wanted).props("outlined dense clearable").classes("filter")
        chosen = ui.select(states, value=state if state in states else "", label=say("curated.state")).props("outlined dense")
        chosen.classes("filter")
        apply = ui.button(say("questions.apply"), icon="search").props("no-caps outline")
        if visit.may(Role.EDIT):
            new = ui.button(say("curated.new"), icon="add", on_click=lambda: ui.navigate.to(f"{PATH}/moi"))
            new.props("no-caps unelevated color=primary")

    def filters() -> dict[str, str]:
        return {"state": str(chosen.value or ""), "wanted": str(words.value or "")}

    columns = [Column(name, say(f"curated.{name}"), link=name == "question", long=name in ("question", "warning")) for name in _COLUMNS]
    table = Table(columns, lambda after, limit: _fetch(visit.desk, filters(), after, limit), say("curated.title"), "tra-loi-chuan", filters)
    apply.on_click(table.show)
    words.on("keydown.enter", table.show)
    await table.show()


def warned_of(desk: Desk) -> dict[int, tuple[str, list[str]]]:
    """Answers in force that need looking at: id -> (question, warnings). Blocks."""
    if desk.assistant is None:
        return {}
    today = datetime.now(HERE).date()
    found = {}
    for kept in desk.assistant.shelf.all(desk.assistant.base.view()):
        problems = [say(f"curated.standing.{now}") for s in kept.standing if (now := s.on(today)) != SOUND]
        problems += _of_dates(kept.words, today)
        if problems:
            found[kept.curated.id] = (kept.words.question, list(dict.fromkeys(problems)))
    return found


def _of_dates(words: Words, today: date) -> list[str]:
    if words.valid_to is None or words.valid_to > today + _SOON:
        return []
    return [say("curated.standing.over" if words.valid_to <= today else "curated.standing.soon")]


def _draw_warnings(warned: Mapping[int, tuple[str, list[str]]]) -> None:
    if not warned:
        return
    with ui.element("section").classes("card warned").props("role=alert"):
        heading(say("curated.warnings"))
        ui.label(say("curated.warned"))
        with ui.element("ul").classes("wordings"):
            for curated_id, (question, problems) in warned.items():
                with ui.element("li"):
                    ui.link(question, f"{PATH}/{curated_id}")
                    ui.label(", ".join(problems)).classes("muted")


def _fetch(desk: Desk, filters: Mapping[str, str], after: int | None, limit: int) -> Screen:
    found, warned = listed(desk.engine, **filters, limit=limit + 1, after=after), warned_of(desk)
    rows = [{"key": one.id, "href": address(f"{PATH}/{one.id}"), **_shown(one, warned)} for one in found[:limit]]
    return Screen(rows, found[limit - 1].id if len(found) > limit else None)


def _shown(one: Curated, warned: Mapping[int, tuple[str, list[str]]]) -> dict[str, Any]:
    return {
        "question": one.words.question,
        "state": say(f"curated.states.{one.state}"),
        "author": one.author,
        "approver": one.approver or "",
        "changed_at": written(one.changed_at),
        "validity": validity(one.words),
        "warning": ", ".join(warned[one.id][1]) if one.id in warned else "",
    }


def validity(words: Words) -> str:
    """ "từ 01/12/2026 đến hết 31/12/2026"."""
    first = say("curated.from_day", day=day(words.valid_from)) if words.valid_from else ""
    last = say("curated.to_day", day=day(words.valid_to - timedelta(days=1))) if words.valid_to else ""
    return " ".join(filter(None, (first, last))) or say("curated.always")


@listing("tra-loi-chuan")
def all_curated(desk: Desk, filters: Mapping[str, str]) -> Listing:
    """Every answer that fits, with its words."""
    titles = [say(f"curated.{name}") for name in (*_COLUMNS, "text", "basis")]
    return Listing(titles, _rows(desk, {name: filters.get(name, "") for name in ("state", "wanted")}))


def _rows(desk: Desk, filters: Mapping[str, str]) -> Iterator[list[object]]:
    warned, after = warned_of(desk), None
    while found := listed(desk.engine, **filters, limit=500, after=after):
        for one in found:
            yield [*_shown(one, warned).values(), one.words.text, one.words.basis]
        after = found[-1].id
