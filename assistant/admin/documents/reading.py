"""The text of a document, passage by passage, and the page as people see it with the passage framed."""

from __future__ import annotations

from base64 import b64encode
from functools import partial

from nicegui import run, ui

from assistant.admin.documents.shelf import Shelf
from assistant.admin.frame import heading
from assistant.admin.words import say
from assistant.moments import number
from knowledge.models import Chunk, Document

_AT_A_TIME = 20


async def show_text(shelf: Shelf, document: Document) -> None:
    """A card with the passages in reading order, some at a time."""
    chunks = await run.io_bound(shelf.passages, document.document_id) or []
    with ui.element("section").classes("card"):
        heading(say("documents.text", n=number(len(chunks))))
        passages = ui.element("ol").classes("passages")
        more = ui.button(say("documents.more")).props("no-caps flat")
    shown = 0

    def show_some() -> None:
        nonlocal shown
        with passages:
            for chunk in chunks[shown : shown + _AT_A_TIME]:
                _passage(shelf, document, chunk)
        shown += _AT_A_TIME
        more.set_visibility(shown < len(chunks))

    more.on_click(show_some)
    show_some()


def _passage(shelf: Shelf, document: Document, chunk: Chunk) -> None:
    with ui.element("li"):
        ui.label(chunk.locator).classes("muted")
        ui.label(chunk.text).classes("as-typed")
        if chunk.boxes or chunk.page:
            show = partial(_show_page, shelf, document, chunk)
            ui.button(say("documents.show_page", page=_page(chunk)), icon="image", on_click=show).props("no-caps flat dense")


async def _show_page(shelf: Shelf, document: Document, chunk: Chunk) -> None:
    try:
        picture = await run.io_bound(shelf.publishing.page, document.path, _page(chunk), chunk.boxes) or b""
    except ValueError as refused:
        ui.notify(str(refused), type="warning")
        return
    told = say("documents.page_of", name=document.name, page=_page(chunk), locator=chunk.locator)
    with ui.dialog() as dialog, ui.card().classes("page-picture"):
        with ui.element("div").classes("row items-center no-wrap"):
            ui.label(told).classes("col")
            ui.button(icon="close", on_click=dialog.close).props(f'flat round dense aria-label="{say("documents.close")}"')
        scan = ui.element("img").classes("scan")
        scan.props["src"], scan.props["alt"] = f"data:image/png;base64,{b64encode(picture).decode()}", told
    dialog.props["aria-label"] = told
    dialog.on("hide", dialog.delete)
    dialog.open()


def _page(chunk: Chunk) -> int:
    return chunk.boxes[0].page if chunk.boxes else chunk.page or 1
