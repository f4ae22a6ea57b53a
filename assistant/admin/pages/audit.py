"""Nhật ký: who did what. It is read here and taken home from here, and changed from nowhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from nicegui import run, ui

from assistant.admin.desk import Desk
from assistant.admin.frame import page
from assistant.admin.lists import Listing, listing
from assistant.admin.table import Column, Screen, Table
from assistant.admin.visit import Visit
from assistant.admin.words import said_of, say
from assistant.clock import written
from assistant.records.accounts import Role
from assistant.records.audit import Entry, all_entries, broken_at, entries

_COLUMNS = ("number", "at", "account", "action", "about", "detail")


@page("/nhat-ky", "audit.title", icon="history", order=95, role=Role.ADMIN)
async def audit(visit: Visit) -> None:
    """The newest entries first."""
    ui.label(say("audit.text")).classes("muted")

    async def check() -> None:
        broken = await run.io_bound(broken_at, visit.desk.engine)
        ui.notify(
            say("audit.whole") if broken is None else say("audit.broken", n=broken), type="positive" if broken is None else "negative"
        )

    ui.button(say("audit.check"), icon="verified", on_click=check).props("no-caps outline")
    columns = [Column(name, say(f"audit.{name}"), long=name in ("about", "detail")) for name in _COLUMNS]
    table = Table(columns, lambda before, limit: _fetch(visit.desk, before, limit), label=say("audit.title"), export="nhat-ky")
    await table.show()


def _fetch(desk: Desk, before: int | None, limit: int) -> Screen:
    found = entries(desk.engine, before, limit + 1)
    rows = [{"key": entry.id, **dict(zip(_COLUMNS, _shown(entry), strict=True))} for entry in found[:limit]]
    return Screen(rows, found[limit - 1].id if len(found) > limit else None)


def _shown(entry: Entry) -> list[Any]:
    detail = {key: value for key, value in entry.detail.items() if value is not None}
    return [
        entry.id,
        written(entry.at),
        entry.account or say("audit.system"),
        said_of("audit.actions", entry.action),
        entry.about,
        json.dumps(detail, ensure_ascii=False) if detail else "",
    ]


@listing("nhat-ky", role=Role.ADMIN)
def whole_audit(desk: Desk, _filters: Mapping[str, str]) -> Listing:
    """Every entry, oldest first, with its hash: whoever keeps a copy can prove later what stood there."""
    return Listing([say(f"audit.{name}") for name in (*_COLUMNS, "hash")], _rows(desk))


def _rows(desk: Desk) -> Iterator[list[object]]:
    for entry in all_entries(desk.engine):
        yield [*_shown(entry), entry.hash]
