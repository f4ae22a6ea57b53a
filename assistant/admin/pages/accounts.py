"""Tài khoản: who may come in, with which role. Passwords are never seen here: a link lets its owner set one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import run, ui

from assistant.admin.acting import permit
from assistant.admin.asking import show_once, sure
from assistant.admin.frame import heading, page, tell_saved
from assistant.admin.invitation import link_for
from assistant.admin.visit import Visit
from assistant.admin.words import say
from assistant.records.accounts import Account, BadAccount, Role

Again = Callable[[], Awaitable[None]]


@page("/tai-khoan", "accounts.title", icon="group", order=90, role=Role.ADMIN)
async def accounts(visit: Visit) -> None:
    """The list, and a form for a new one."""
    with ui.element("section").classes("card"):
        heading(say("accounts.new"))
        with ui.element("div").classes("form"):
            name = (
                ui.input(say("accounts.name")).props("outlined dense maxlength=60 autocomplete=off autocapitalize=none").classes("filter")
            )
            full_name = ui.input(say("accounts.full_name")).props("outlined dense maxlength=120 autocomplete=off").classes("filter")
            role = ui.select(_roles(), value=Role.EDIT, label=say("accounts.role")).props("outlined dense").classes("filter")
            make = ui.button(say("accounts.make"), icon="person_add").props("no-caps unelevated color=primary")
    with ui.element("section").classes("card"):
        heading(say("accounts.people"))
        people = ui.element("div").classes("people")

    async def show() -> None:
        found = await run.io_bound(visit.desk.accounts.all) or []
        people.clear()
        with people:
            for account in found:
                _person(visit, account, show)

    async def create() -> None:
        wanted, called, chosen = str(name.value or ""), str(full_name.value or ""), Role(role.value)
        by = visit.account.name
        try:
            word = await permit(visit, Role.ADMIN, lambda: visit.desk.accounts.create(wanted, chosen, by, called))
        except BadAccount as error:
            ui.notify(say(f"accounts.refused.{error.reason}"), type="warning")
            return
        name.value = full_name.value = ""
        await show()
        await _show_link(visit, wanted, word)

    make.on_click(create)
    await show()


def _person(visit: Visit, account: Account, again: Again) -> None:
    state = "closed" if account.disabled_at else "ready" if account.ready else "invited"
    more = f", {say('accounts.second_factor')}" if account.has_second_factor else ""
    with ui.element("div").classes("person"):
        with ui.element("div"):
            ui.label(account.shown).classes("text-weight-bold")
            ui.label(f"{account.name} · {say(f'accounts.states.{state}')}{more}").classes("muted")
        role = ui.select(_roles(), value=account.role, label=say("accounts.role")).props("outlined dense")
        role.on_value_change(lambda event: _change(visit, account, again, role=Role(event.value)))
        with ui.element("div").classes("actions"):
            ui.button(say("accounts.reset"), icon="key", on_click=lambda: _reset(visit, account, again)).props("no-caps flat")
            verb = "enable" if account.disabled_at else "disable"
            closing = not account.disabled_at
            ui.button(say(f"accounts.{verb}"), icon="lock", on_click=lambda: _close(visit, account, again, closing)).props("no-caps flat")


async def _change(visit: Visit, account: Account, again: Again, role: Role | None = None, disabled: bool | None = None) -> None:
    by = visit.account.name
    try:
        await permit(visit, Role.ADMIN, lambda: visit.desk.accounts.change(account, by, role=role, disabled=disabled))
    except BadAccount as error:
        ui.notify(say(f"accounts.refused.{error.reason}"), type="warning")
    else:
        tell_saved()
    finally:
        await again()


async def _close(visit: Visit, account: Account, again: Again, closing: bool) -> None:
    if not closing or await sure(say("accounts.disable_sure", name=account.shown)):
        await _change(visit, account, again, disabled=closing)


async def _reset(visit: Visit, account: Account, again: Again) -> None:
    if not await sure(say("accounts.reset_sure", name=account.shown)):
        return
    word = await permit(visit, Role.ADMIN, lambda: visit.desk.accounts.new_link(account, visit.account.name))
    await again()
    await _show_link(visit, account.name, word)


async def _show_link(visit: Visit, name: str, word: str) -> None:
    await show_once(say("accounts.link_title", name=name), say("accounts.link_text"), [link_for(visit.desk.settings, word)])


def _roles() -> dict[Role, str]:
    return {role: say(f"frame.roles.{role}") for role in Role}
