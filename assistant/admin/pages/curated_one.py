"""Một câu trả lời chuẩn: written by one person, approved by another; who saves second is shown what the first one saved."""

from __future__ import annotations

from nicegui import run, ui

from assistant.admin.curated_editor import Editor
from assistant.admin.frame import page
from assistant.admin.pages.curated import PATH
from assistant.admin.visit import Visit
from assistant.admin.words import say
from assistant.records import review
from assistant.records.accounts import Role
from assistant.records.curated import one as read_curated
from assistant.records.curated_words import Words


@page(f"{PATH}/moi", "curated.new_title", role=Role.EDIT)
async def new(visit: Visit, card: str = "") -> None:
    """A new one; `card`: for this group of the review queue, whose wordings are put in."""
    ui.link(say("curated.back"), PATH)
    group = await run.io_bound(review.group, visit.desk.engine, _key(card))
    wordings = await run.io_bound(review.wordings_of, visit.desk.engine, group.id) or [] if group else []
    if group:
        ui.label(say("curated.for_card", question=group.question)).classes("muted")
    editor = Editor(visit, None, group.id if group else None)
    await editor.draw(Words(wordings[0] if wordings else group.question if group else "", "", tuple(wordings[1:])))


@page(f"{PATH}/{{curated_id}}", "curated.one_title")
async def one(visit: Visit, curated_id: str) -> None:
    """One that is there."""
    ui.link(say("curated.back"), PATH)
    found = (
        await run.io_bound(read_curated, visit.desk.engine, int(curated_id)) if curated_id.isdecimal() and len(curated_id) < 10 else None
    )
    if found is None:
        ui.context.client.status_code = 404
        ui.label(say("curated.unknown"))
        return
    await Editor(visit, found, None).draw(found.words)


def _key(typed: str) -> int:
    """0, which no row has, when an address holds anything but a number."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0
