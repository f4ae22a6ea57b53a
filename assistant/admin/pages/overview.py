"""Tổng quan: how the service is, and what it was asked lately; from daily counts, so it is as quick on a million turns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from nicegui import run, ui

from assistant.admin.charts import bars_by_name, bars_over_time, numbers
from assistant.admin.desk import Desk
from assistant.admin.frame import heading, page, text
from assistant.admin.report import report_card
from assistant.admin.visit import Visit
from assistant.admin.words import said_of, say
from assistant.clock import HERE, written
from assistant.moments import day, number, share
from assistant.records.figures import Figures, figures
from knowledge.models import Document

_SPANS = (7, 30, 90)
_SAME = 0.05
_FAMILIES = ("answered", "unanswerable", "blocked", "error")


@page("/", "overview.title", icon="dashboard", order=10)
async def overview(visit: Visit, ngay: int = _SPANS[0]) -> None:
    """The first page after the login; `ngay`: how many days back."""
    span = ngay if ngay in _SPANS else _SPANS[0]
    now, before, health, documents = await run.io_bound(_read, visit.desk, span) or (None, None, {}, {})
    if now is None or before is None:
        return
    with ui.element("nav").classes("spans").props(f'aria-label="{say("overview.span")}"'):
        for n in _SPANS:
            link = ui.link(say("overview.days", n=n), f"/?ngay={n}")
            if n == span:
                link.props("aria-current=true")
    _tiles(now, before, span)
    with ui.element("div").classes("columns"):
        with ui.element("section").classes("card wide"):
            heading(say("overview.per_day"))
            _per_day(now)
        with ui.element("section").classes("card"):
            heading(say("overview.results"))
            _results(now)
        with ui.element("section").classes("card"):
            heading(say("overview.health"))
            _health(health)
        with ui.element("section").classes("card"):
            heading(say("overview.topics"))
            _top([(f"{heading_} – {_name(document, documents)}", n) for document, heading_, n in now.topics], say("overview.topics"))
        with ui.element("section").classes("card"):
            heading(say("overview.sources"))
            _top([(_name(document, documents), n) for document, n in now.sources], say("overview.sources"))
        report_card(visit)


def _read(desk: Desk, span: int) -> tuple[Figures, Figures, dict[str, Any], Mapping[str, Document]]:
    today = datetime.now(HERE).date()
    since = today - timedelta(days=span - 1)
    now = figures(desk.engine, since, today)
    before = figures(desk.engine, since - timedelta(days=span), since - timedelta(days=1), top=0)
    names = {name for name, _ in now.sources} | {name for name, _, _ in now.topics}
    documents = {name: found for name in names if desk.library and (found := desk.library.document(name))}
    return now, before, {**desk.health(), "database": desk.engine.dialect.name, **desk.parts()}, documents


def _tiles(now: Figures, before: Figures, span: int) -> None:
    with ui.element("dl").classes("tiles"):
        against = say("overview.against", n=span)
        _tile("questions", number(now.questions), _trend(now.questions, before.questions), against)
        for family in _FAMILIES:
            _tile(family, share(now.families[family], now.questions), _points(now, before, family), against)
        opinions = now.opinions.total()
        _tile("liked", share(now.opinions["up"], opinions), say("overview.tiles.of_opinions", n=number(opinions)))
        _tile("median", _ms(now.median_ms))
        _tile("p95", _ms(now.p95_ms))


def _tile(name: str, value: str, *more: str) -> None:
    with ui.element("div").classes("card tile"):
        text("dt", say(f"overview.tiles.{name}"))
        text("dd", value).classes("figure")
        if all(more) and more:
            text("dd", " ".join(more)).classes("muted")


def _trend(now: int, before: int) -> str:
    """▲ 12,5 %."""
    if not before:
        return ""
    change = 100 * (now - before) / before
    return f"{'▲' if change > 0 else '▼' if change < 0 else '='} {number(abs(change), 1)} %"


def _points(now: Figures, before: Figures, family: str) -> str:
    if not now.questions or not before.questions:
        return ""
    change = 100 * (now.families[family] / now.questions - before.families[family] / before.questions)
    sign = "+" if change > 0 else "−"
    return f"{'±' if abs(change) < _SAME else sign}{number(abs(change), 1)} {say('overview.points')}"


def _ms(ms: float | None) -> str:
    if ms is None:
        return "–"
    return f"{number(ms)} ms" if ms < 1000 else f"{number(ms / 1000, 1)} s"


def _per_day(now: Figures) -> None:
    if not now.questions:
        ui.label(say("overview.nothing"))
        return
    names = [name for name, _ in now.channels.most_common()]
    shown = {said_of("questions.channels", name): [counts[name] for counts in now.by_day.values()] for name in names}
    bars_over_time([f"{one:%d/%m}" for one in now.by_day], shown, say("overview.per_day"))
    rows = [[day(one), *(number(counts[name]) for name in names), number(counts.total())] for one, counts in now.by_day.items()]
    numbers([say("overview.day"), *shown, say("overview.all")], rows[::-1])


def _results(now: Figures) -> None:
    if not now.questions:
        ui.label(say("overview.nothing"))
        return
    found = now.statuses.most_common()
    labels = [said_of("questions.statuses", name) for name, _ in found]
    bars_by_name(labels[:8], [n for _, n in found[:8]], say("overview.results"))
    rows = [[label, number(n), share(n, now.questions)] for label, (_, n) in zip(labels, found, strict=True)]
    numbers([say("overview.name"), say("overview.count"), say("overview.share")], rows)


def _top(found: list[tuple[str, int]], label: str) -> None:
    if not found:
        ui.label(say("overview.nothing"))
        return
    with ui.element("ol").classes("top").props(f'aria-label="{label}"'):
        most = found[0][1]
        for name, n in found:
            with ui.element("li"):
                ui.label(name)
                ui.label(number(n)).classes("count")
                ui.element("div").classes("bar").style(f"width: {100 * n / most:.1f}%").props("aria-hidden=true")


def _name(document_id: str, documents: Mapping[str, Document]) -> str:
    found = documents.get(document_id)
    return found.name if found else f"{document_id} {say('overview.gone')}"


def _health(health: Mapping[str, Any]) -> None:
    with ui.element("dl").classes("facts"):
        for name, value in health.items():
            with ui.element("div"):
                text("dt", said_of("overview.parts", name))
                text("dd", _in_words(name, value))


def _in_words(name: str, value: Any) -> str:
    if name == "status":
        return said_of("overview.states", str(value))
    if isinstance(value, datetime):
        return written(value)
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {one}" for key, one in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
