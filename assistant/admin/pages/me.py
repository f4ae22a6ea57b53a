"""Tài khoản của tôi: one's own password, second factor, and where one is in."""

from __future__ import annotations

from nicegui import run, ui

from assistant.admin.acting import act, permit
from assistant.admin.asking import show_once
from assistant.admin.frame import heading, page
from assistant.admin.table import whole
from assistant.admin.visit import Visit
from assistant.admin.words import say
from assistant.clock import written
from assistant.records.accounts import Role, good_password
from assistant.records.passwords import SHORTEST


@page("/toi", "me.title", icon="account_circle", order=85)
async def me(visit: Visit) -> None:
    """Three cards."""
    with ui.element("section").classes("card"):
        heading(say("me.password"))
        _password(visit)
    with ui.element("section").classes("card") as card:
        heading(say("me.second_factor"))
        _second_factor(visit, card)
    sessions = await run.io_bound(visit.desk.sessions.of, visit.account.id) or []
    with ui.element("section").classes("card"):
        heading(say("me.sessions"))
        mine = [f" ({say('me.this_one')})" if one.code == visit.session.code else "" for one in sessions]
        rows = [[written(one.made_at) + here, one.address, one.browser] for one, here in zip(sessions, mine, strict=True)]
        whole([say(f"me.{name}") for name in ("since", "address", "browser")], rows)
        ui.button(say("me.everywhere"), icon="logout").props("no-caps outline").on("click", js_handler="() => troLyAdmin.logOut(true)")


def _secret(label: str, complete: str) -> ui.input:
    return ui.input(label, password=True).props(f"outlined dense maxlength=200 autocomplete={complete}").classes("filter")


def _password(visit: Visit) -> None:
    with ui.element("div").classes("form"):
        old = _secret(say("me.old"), "current-password")
        new = _secret(say("me.new", shortest=SHORTEST), "new-password")
        again = _secret(say("me.again"), "new-password")

        async def change() -> None:
            wanted = str(new.value or "")
            if not good_password(visit.account, wanted):
                ui.notify(say("login.weak", shortest=SHORTEST), type="warning")
            elif wanted != again.value:
                ui.notify(say("login.differs"), type="warning")
            elif await _right(visit, str(old.value or "")):
                await permit(visit, Role.VIEW, lambda: visit.desk.accounts.set_password(visit.account, wanted, visit.session.code))
                old.value = new.value = again.value = ""
                ui.notify(say("me.changed"), type="positive")

        ui.button(say("me.change"), on_click=change).props("no-caps unelevated color=primary")


async def _right(visit: Visit, password: str) -> bool:
    """Whether this is the person's password; guesses are counted as at the door."""
    guesses, name, address = visit.desk.guesses, visit.account.name, visit.session.address
    if minutes := await run.io_bound(guesses.admit, name, address):
        ui.notify(say("login.slow_down", minutes=minutes), type="warning")
        return False
    if await permit(visit, Role.VIEW, lambda: visit.desk.accounts.right_password(visit.account, password)):
        await run.io_bound(guesses.forget, name, address)
        return True
    await run.io_bound(guesses.wrong, name, address)
    ui.notify(say("me.wrong"), type="warning")
    return False


def _second_factor(visit: Visit, card: ui.element) -> None:
    if not visit.account.has_second_factor:
        ui.label(say("me.is_off"))
        start = ui.button(say("me.turn_on"), icon="smartphone").props("no-caps outline")

        async def propose() -> None:
            start.delete()
            with card:
                await _propose(visit)

        start.on_click(propose)
        return
    ui.label(say("me.is_on"))
    with ui.element("div").classes("form"):
        password = _secret(say("me.old"), "current-password")

        async def turn_off() -> None:
            if await _right(visit, str(password.value or "")):
                work = visit.desk.second_factor.turn_off
                await act(visit, "account.second_factor_off", visit.account.name, lambda db: work(db, visit.account), role=Role.VIEW)
                ui.notify(say("me.off_done"), type="positive")
                ui.navigate.reload()

        ui.button(say("me.turn_off"), on_click=turn_off).props("no-caps outline")


async def _propose(visit: Visit) -> None:
    import segno

    factor = visit.desk.second_factor
    secret, shown = factor.proposal(visit.account, say("frame.product"))
    ui.label(say("me.scan"))
    ui.element("img").props(f'src="{segno.make(shown).svg_data_uri(scale=6)}" alt="{say("me.picture")}"').classes("qr")
    ui.label(secret).classes("secret")
    with ui.element("div").classes("form"):
        code = ui.input(say("me.code")).props("outlined dense inputmode=numeric maxlength=7 autocomplete=one-time-code").classes("filter")

        async def confirm() -> None:
            if not factor.confirms(secret, str(code.value or "")):
                ui.notify(say("me.wrong_code"), type="warning")
                return
            name = visit.account.name
            codes = await act(visit, "account.second_factor_on", name, lambda db: factor.turn_on(db, visit.account, secret), role=Role.VIEW)
            await show_once(say("me.codes_title"), say("me.codes_text"), codes)
            ui.navigate.reload()

        ui.button(say("me.confirm"), on_click=confirm).props("no-caps unelevated color=primary")
