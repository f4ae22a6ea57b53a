"""Come in, go out, set a password: plain HTML forms that work without a script.

Whoever guesses learns nothing: a wrong name, a wrong password and a closed account get the same answer after the same time.
"""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlsplit

from anyio import to_thread
from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from assistant.admin.entrance import Refused, enter
from assistant.admin.gate import COOKIE, LOGIN
from assistant.admin.templating import templates
from assistant.admin.visit import address_of, desk_of
from assistant.admin.words import say
from assistant.channels.web_body import read_form
from assistant.records.accounts import good_password
from assistant.records.audit import note
from assistant.records.passwords import SHORTEST
from assistant.records.writing import writing

FORM_COOKIE = "tro_ly_admin_form"
_HOME = "/"


def login_routes() -> APIRouter:
    """`/dang-nhap`, `/dang-xuat`, `/lien-ket/{word}`."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route(LOGIN, show_login, methods=["GET", "HEAD"])
    router.add_api_route(LOGIN, log_in, methods=["POST"])
    router.add_api_route("/dang-xuat", log_out, methods=["POST"])
    router.add_api_route("/lien-ket/{word}", show_link, methods=["GET", "HEAD"])
    router.add_api_route("/lien-ket/{word}", set_password, methods=["POST"])
    return router


def show_login(request: Request) -> Response:
    """The form; whoever is in already goes home."""
    if request.scope["admin.session"]:
        return RedirectResponse(_address(request, _HOME), 303)
    return _form(request, "login.html", next=_wanted(request.query_params.get("tiep", "")))


async def log_in(request: Request) -> Response:
    """Try a name and a password, and the code of the second factor where there is one."""
    token, name, password, code, wanted = await read_form(request, "token", "name", "password", "code", "next")
    cookie = request.cookies.get(FORM_COOKIE, "")
    slots = {"next": _wanted(wanted), "name": name}
    if not await to_thread.run_sync(desk_of(request).forms.spend, token, "login", cookie):
        return _form(request, "login.html", 403, problem=say("login.form_over"), **slots)
    browser = request.headers.get("user-agent", "")
    try:
        word = await to_thread.run_sync(enter, desk_of(request), name, password, code, address_of(request), browser)
    except Refused as refused:
        problem = say(f"login.{refused.reason}", minutes=refused.minutes)
        return _form(request, "login.html", refused.status, problem=problem, **slots)
    response = RedirectResponse(_address(request, _wanted(wanted)), 303)
    response.set_cookie(COOKIE, word, path=_path(request), httponly=True, samesite="strict", secure=desk_of(request).secure)
    response.delete_cookie(FORM_COOKIE, path=_path(request))
    return response


async def log_out(request: Request) -> Response:
    """End this session, or with `everywhere` all of the account."""
    (everywhere,) = await read_form(request, "everywhere")
    desk, session = desk_of(request), request.scope["admin.session"]

    def end() -> None:
        with writing(desk.engine) as db:
            if everywhere:
                desk.sessions.end_all(db, session.account.id)
            else:
                desk.sessions.end(db, session.code)
            note(db, session.account.name, "session.end", session.account.name, {"everywhere": bool(everywhere)})

    await to_thread.run_sync(end)
    response = RedirectResponse(_address(request, LOGIN), 303)
    response.delete_cookie(COOKIE, path=_path(request))
    return response


async def show_link(request: Request, word: str) -> Response:
    """The form that sets a password, if the link still works."""
    account = await to_thread.run_sync(desk_of(request).accounts.of_link, word)
    if account is None:
        return _form(request, "link_over.html", 410)
    return _form(request, "password.html", account=account, shortest=SHORTEST)


async def set_password(request: Request, word: str) -> Response:
    """Set the password, once, and lead to the login page."""
    token, password, again = await read_form(request, "token", "password", "again")
    desk = desk_of(request)
    account = await to_thread.run_sync(desk.accounts.of_link, word)
    if account is None:
        return _form(request, "link_over.html", 410)
    problem = ""
    if not await to_thread.run_sync(desk.forms.spend, token, "password", request.cookies.get(FORM_COOKIE, "")):
        problem = say("login.form_over")
    elif not good_password(account, password):
        problem = say("login.weak", shortest=SHORTEST)
    elif password != again:
        problem = say("login.differs")
    if problem:
        return _form(request, "password.html", 400, account=account, shortest=SHORTEST, problem=problem)
    if await to_thread.run_sync(desk.accounts.use_link, word, password) is None:
        return _form(request, "link_over.html", 410)
    return RedirectResponse(_address(request, f"{LOGIN}?xong=1"), 303)


def _form(request: Request, template: str, status: int = 200, **slots: Any) -> Response:
    """A page with a form; the browser's cookie for it is new each time."""
    cookie = secrets.token_urlsafe(24)
    purpose = template.removesuffix(".html")
    context = {"problem": "", "name": "", "done": request.query_params.get("xong"), **slots}
    context["token"] = desk_of(request).forms.issue(purpose, cookie)
    response = templates.TemplateResponse(request, template, context, status_code=status, headers={"Cache-Control": "no-store"})
    response.set_cookie(
        FORM_COOKIE, cookie, path=_path(request), httponly=True, samesite="strict", secure=desk_of(request).secure, max_age=3600
    )
    return response


def _wanted(path: str) -> str:
    """Where to go after the login: below /admin only, whatever the address says."""
    parts = urlsplit(path)
    inside = path.startswith("/") and not path.startswith("//") and "\\" not in path and not parts.scheme and not parts.netloc
    return path if inside and path.isprintable() else _HOME


def _path(request: Request) -> str:
    return str(request.scope.get("root_path", "")) or "/"


def _address(request: Request, path: str) -> str:
    return f"{request.scope.get('root_path', '')}{path}"
