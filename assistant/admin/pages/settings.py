"""Cài đặt: pause the service or a channel, whom people may ask, how sure the assistant must be, and its fixed sentences."""

from __future__ import annotations

from nicegui import ui

from assistant.admin.closings import Closings
from assistant.admin.contact import Contact
from assistant.admin.frame import heading, page
from assistant.admin.overriding import Changing
from assistant.admin.sentence_list import Sentences
from assistant.admin.threshold import Threshold
from assistant.admin.visit import Visit
from assistant.admin.words import say
from assistant.records.accounts import Role


@page("/cai-dat", "settings.title", icon="settings", order=80, role=Role.ADMIN)
async def settings(visit: Visit) -> None:
    """One card for each matter."""
    ui.label(say("settings.intro")).classes("muted")
    changing = Changing(visit)
    await changing.look()
    await Closings(visit, changing).draw()
    Contact(visit, changing).draw()
    with ui.element("section").classes("card editor"):
        heading(say("settings.threshold"))
        if visit.desk.assistant:
            await Threshold(visit, changing).draw()
        else:
            ui.label(say("settings.no_assistant")).classes("muted")
    with ui.element("section").classes("card editor"):
        heading(say("settings.texts"))
        Sentences(changing).draw()
