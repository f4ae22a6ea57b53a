"""What came before on the page of a curated answer: how it stands, every version, and what somebody else saved meanwhile."""

from __future__ import annotations

from functools import partial

from nicegui import ui

from assistant.admin.desk import Desk
from assistant.admin.frame import heading, text
from assistant.admin.words import say
from assistant.clock import written
from assistant.records import curated as rows
from assistant.records.curated import APPROVED, RETIRED, WAITING, Change, Curated

KEEP, TAKE = "keep_mine", "take_theirs"


async def choose(who: str, theirs: Curated) -> str:
    """Show what `who` saved in between: KEEP one's own words, TAKE theirs, or anything else to look again."""
    with ui.dialog().props("persistent") as dialog, ui.card().classes("editor").props("role=alertdialog"):
        heading(say("curated.overtaken_title", account=who, at=written(theirs.changed_at)))
        ui.label(say("curated.overtaken_text"))
        heading(say("curated.theirs", account=who), 3)
        ui.label(f"{theirs.words.question}\n\n{theirs.words.text}").classes("as-typed answer-so").props("tabindex=0")
        with ui.element("div").classes("actions-bar"):
            for name in (KEEP, TAKE, "cancel"):
                ui.button(say(f"curated.{name}"), on_click=partial(dialog.submit, name)).props("no-caps outline")
    choice = str(await dialog)
    dialog.delete()
    return choice


def saved_last(desk: Desk, now: Curated) -> str:
    """Who made the newest version. Blocks."""
    return next((change.account for change in rows.history(desk.engine, now.id)), now.author)


def draw_state(now: Curated) -> None:
    """How it stands, who wrote and who approved it."""
    with ui.element("div").classes("badges"):
        look = {APPROVED: "good", WAITING: "strong", RETIRED: "bad"}.get(now.state, "")
        ui.label(say(f"curated.states.{now.state}")).classes(f"badge {look}")
        ui.label(f"{say('curated.author')}: {now.author}").classes("badge")
        if now.approver:
            ui.label(f"{say('curated.approver')}: {now.approver}").classes("badge")
    if now.note:
        ui.label(now.note).classes("as-typed warned")
    if now.approved and now.approved_at and now.state != APPROVED:
        ui.label(say("curated.still_in_force", at=written(now.approved_at))).classes("muted")


def draw_history(changes: list[Change]) -> None:
    """Every version, to be unfolded."""
    heading(say("curated.history"))
    for change in changes:
        action = say(f"curated.actions.{change.action}")
        title = say("curated.version", n=change.version, action=action, account=change.account, at=written(change.at))
        with ui.expansion(title).classes("numbers"):
            ui.label(f"{change.words.question}\n\n{change.words.text}").classes("as-typed")
            for citation in change.words.citations:
                text("p", f"{citation.document_id} › {citation.locator}")
            if change.note:
                ui.label(change.note).classes("as-typed muted")
