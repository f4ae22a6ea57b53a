"""What the pages of documents share: the row of sections, and the shelf."""

from __future__ import annotations

from urllib.parse import quote

from nicegui import ui

from assistant.admin.documents.shelf import Shelf
from assistant.admin.visit import Visit
from assistant.admin.words import say

PATH = "/van-ban"
SECTIONS = {
    "list": PATH,
    "uploads": f"{PATH}/tai-len",
    "held": f"{PATH}/cach-ly",
    "releases": f"{PATH}/ban-phat-hanh",
    "sources": f"{PATH}/nguon",
}


def shelf_here(visit: Visit, here: str = "") -> Shelf | None:
    """The row of sections, of which `here` is shown; None, with a sentence, where documents are not kept."""
    shelf = visit.desk.shelf
    if shelf is None:
        ui.label(say("documents.nothing_here"))
        return None
    with ui.element("nav").classes("spans").props(f'aria-label="{say("documents.sections")}"'):
        for name, path in SECTIONS.items():
            link = ui.link(say(f"documents.section_{name}"), path)
            if name == here:
                link.props("aria-current=page")
    return shelf


def path_of(document_id: str) -> str:
    """Where a document is shown, below /admin; its id may hold anything."""
    return f"{PATH}/xem?id={quote(document_id, safe='')}"
