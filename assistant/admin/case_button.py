"""One logged turn becomes a case in two clicks: the button, then "save" below what a right answer is taken to be."""

from __future__ import annotations

from nicegui import run, ui

from assistant.admin.acting import act
from assistant.admin.frame import heading
from assistant.admin.pages.turn import ACTIONS, Turn
from assistant.admin.visit import Visit
from assistant.admin.words import say
from assistant.models import Status
from assistant.records.accounts import Role
from assistant.records.cases import ANSWERED, REFUSED, add, made_of


def draw_case_button(visit: Visit, turn: Turn) -> None:
    """On the page of a turn whose words were kept."""
    if visit.may(Role.EDIT) and turn["question"]:
        ui.button(say("cases.add"), icon="playlist_add_check", on_click=lambda: _ask(visit, turn)).props("no-caps outline")


async def _ask(visit: Visit, turn: Turn) -> None:
    if await run.io_bound(made_of, visit.desk.engine, turn["answer_id"]):
        ui.notify(say("cases.was_there"), type="info")
        return
    right = ANSWERED if Status(turn["status"]).family == "answered" else REFUSED
    cited = list(dict.fromkeys(str(source["document_id"]) for source in turn["sources"] if source.get("document_id")))
    documents = await run.io_bound(_names, visit) or {}
    with ui.dialog() as dialog, ui.card().classes("editor"):
        heading(say("cases.add_title"))
        asked = ui.textarea(say("cases.question"), value=turn["understood_as"] or turn["question"])
        asked.props("outlined autogrow maxlength=1000").classes("wide-field")
        chosen = ui.radio({name: say(f"cases.{name}") for name in (ANSWERED, REFUSED)}, value=right)
        known = documents | {one: one for one in cited if one not in documents}
        cites = ui.select(known, value=cited, multiple=True, with_input=True, label=say("cases.cites")).props("outlined use-chips")
        cites.classes("wide-field").bind_visibility_from(chosen, "value", value=ANSWERED)
        ui.label(say("cases.personal")).classes("muted")
        with ui.row():
            ui.button(say("cases.save"), on_click=lambda: dialog.submit(True)).props("no-caps unelevated color=primary")
            ui.button(say("accounts.cancel"), on_click=lambda: dialog.submit(False)).props("no-caps flat")
    if await dialog:
        question = " ".join(str(asked.value or "").split())
        await _add(visit, turn, question or turn["question"], str(chosen.value), list(cites.value or []))
    dialog.delete()


async def _add(visit: Visit, turn: Turn, question: str, right: str, cites: list[str]) -> None:
    who, answer_id, as_of = visit.account.name, turn["answer_id"], turn["as_of"]
    new = await act(visit, "cases.add", answer_id, lambda db: add(db, answer_id, question, right, cites, as_of, who))
    ui.notify(say("cases.saved" if new else "cases.was_there"), type="positive" if new else "info")


def _names(visit: Visit) -> dict[str, str]:
    library = visit.desk.library
    return {one.document_id: one.name for one in library.documents()} if library else {}


ACTIONS.append(draw_case_button)
