"""Tổng quan: how the service is, and what it was asked lately."""

from __future__ import annotations

from nicegui import run, ui

from assistant.admin.frame import heading, page
from assistant.admin.visit import Visit
from assistant.admin.words import say


@page("/", "overview.title", icon="dashboard", order=10)
async def overview(visit: Visit) -> None:
    """The first page after the login."""
    health = await run.io_bound(visit.desk.health) or {}
    with ui.element("section").classes("card"):
        heading(say("overview.health"))
        for name in ("release", "documents", "chunks"):
            if name in health:
                ui.label(f"{say(f'overview.{name}')}: {health[name]}")
