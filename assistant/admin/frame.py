"""The frame around every page: its role, its place in the menu, the layout, what is said when something goes wrong.

    @page("/van-ban", "documents.title", icon="description", order=50)
    async def documents(visit: Visit) -> None:
        rows = await run.io_bound(…)
        ui.label(say("documents.empty"))

A page function may take parts of its path and of the query (`answer_id: str`), as in FastAPI. `order` puts it into the menu.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any

from fastapi import Request
from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from assistant.admin.acting import NotAllowed
from assistant.admin.visit import PATH, Visit, visit_of
from assistant.admin.words import said_of, say
from assistant.channels.assets import asset_url
from assistant.records.accounts import Role
from assistant.records.versions import Overtaken

THEME_COOKIE = "tro_ly_admin_mau"
SLOWEST = 30.0
Builder = Callable[..., Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the menu."""

    path: str
    title: str
    icon: str
    order: int
    role: Role


MENU: list[Place] = []


def page(path: str, title: str, *, role: Role = Role.VIEW, icon: str = "", order: int = 0) -> Callable[[Builder], Builder]:
    """Make a function the page at /admin`path`. `title` is a key of words; `icon` one of Material Icons."""

    def decorate(build: Builder) -> Builder:
        if order:
            MENU.append(Place(path, title, icon, order, role))
            MENU.sort(key=lambda place: place.order)

        @wraps(build)
        async def built(request: Request, **parts: Any) -> None:
            visit = visit_of(request)
            with _layout(request, visit, path, say(title) if visit.may(role) else say("frame.forbidden.title")):
                if visit.may(role):
                    await build(visit, **parts)
                else:
                    ui.context.client.status_code = 403
                    ui.label(say("frame.forbidden.text"))

        wanted = [one for one in inspect.signature(build).parameters.values() if one.name != "visit"]
        asked = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Request)
        built.__signature__ = inspect.Signature([asked, *wanted])  # type: ignore[attr-defined]
        built.__annotations__ = {one.name: one.annotation for one in (asked, *wanted)}
        ui.page(path, title=f"{say(title)} – {say('frame.product')}", response_timeout=SLOWEST)(built)
        return build

    return decorate


@contextmanager
def _layout(request: Request, visit: Visit, path: str, title: str) -> Iterator[None]:
    """Header, menu and the main part, in which the page is drawn."""
    for sheet in ("admin.css", "review.css"):
        ui.add_head_html(f'<link rel="stylesheet" href="{asset_url(sheet)}">')
    ui.add_head_html(f'<script nonce="{request.state.nonce}" src="{asset_url("admin.js")}" defer></script>')
    ui.dark_mode({"dark": True, "light": False}.get(request.cookies.get(THEME_COOKIE, "")))
    ui.on_exception(_tell)
    _head(visit)
    _menu(visit, path)
    with ui.element("main").classes("page").props("id=main tabindex=-1"):
        heading(title, 1).classes("title")
        yield


def _head(visit: Visit) -> None:
    with ui.header().classes("head"):
        ui.link(say("frame.skip"), "#main").classes("skip")
        ui.button(icon="menu").props(f'flat round dense color=white aria-label="{say("frame.open_menu")}"').on(
            "click", js_handler="() => troLyAdmin.menu()"
        )
        ui.label(say("frame.product")).classes("product")
        ui.space()
        ui.label(f"{visit.account.shown} · {said_of('frame.roles', visit.account.role)}").classes("who")
        ui.button(icon="contrast").props(f'flat round dense color=white aria-label="{say("frame.theme")}"').on(
            "click", js_handler="() => troLyAdmin.theme()"
        )
        ui.button(icon="logout").props(f'flat round dense color=white aria-label="{say("frame.log_out")}"').on(
            "click", js_handler="() => troLyAdmin.logOut()"
        )


def _menu(visit: Visit, path: str) -> None:
    with (
        ui.left_drawer(bordered=True).classes("menu").props("width=240 breakpoint=900"),
        ui.element("nav").props(f'aria-label="{say("frame.menu")}"'),
    ):
        for place in MENU:
            if visit.may(place.role):
                here = path == place.path or (place.path != "/" and path.startswith(f"{place.path}/"))
                with ui.link(target=place.path).classes("place" + (" here" if here else "")) as link:
                    ui.icon(place.icon).props("aria-hidden=true")
                    ui.label(say(place.title))
                if here:
                    link.props("aria-current=page")


def _tell(error: Exception) -> None:
    """What went wrong, in a sentence; NiceGUI writes the traceback to its log."""
    key = {NotAllowed: "not_allowed", Overtaken: "overtaken"}.get(type(error), "failed")
    ui.notify(say(f"frame.{key}"), type="warning" if key != "failed" else "negative", timeout=8000, close_button=True)


def address(path: str) -> str:
    """The address of a page, from its path below /admin, for a plain `href`. ui.link and ui.navigate put /admin in front themselves."""
    return f"{PATH}{path}"


def text(tag: str, words: str) -> TextElement:
    """Words in an element of this kind, such as dt or li."""
    return TextElement(tag=tag, text=words)


def heading(words: str, level: int = 2) -> TextElement:
    """A heading that screen readers find."""
    return text(f"h{level}", words)


def tell_saved() -> None:
    """After a change: it is saved."""
    ui.notify(say("frame.saved"), type="positive")
