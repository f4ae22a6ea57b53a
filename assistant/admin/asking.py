"""Ask before something is done that cannot be undone, and show what is shown only once."""

from __future__ import annotations

from nicegui import ui

from assistant.admin.frame import heading
from assistant.admin.words import say


async def sure(question: str) -> bool:
    """Whether the person said yes."""
    with ui.dialog() as dialog, ui.card().props("role=alertdialog"):
        ui.label(question)
        with ui.row():
            ui.button(say("accounts.yes"), on_click=lambda: dialog.submit(True)).props("no-caps unelevated color=primary")
            ui.button(say("accounts.cancel"), on_click=lambda: dialog.submit(False)).props("no-caps flat")
    answer = bool(await dialog)
    dialog.delete()
    return answer


async def show_once(title: str, text: str, secrets: list[str]) -> None:
    """Words that are not shown again, until the person closes the box."""
    with ui.dialog().props("persistent") as dialog, ui.card():
        heading(title)
        ui.label(text)
        for secret in secrets:
            ui.label(secret).classes("secret")
        ui.button(say("accounts.close"), on_click=lambda: dialog.submit(True)).props("no-caps unelevated color=primary")
    await dialog
    dialog.delete()
