"""The gate in front of everything below /admin: without a session there is the login page, and no socket.

NiceGUI's pages live on a websocket, so the gate also reads what comes in on it: before each message that does something
the session is looked up anew, and a session that is over, or whose account was closed or given another role, acts no more.
Requests of other sites are refused here, whatever they ask for.
"""

from __future__ import annotations

import secrets
from urllib.parse import quote, urlsplit

from anyio import to_thread
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.admin.desk import Desk
from assistant.records.sessions import Session

COOKIE = "tro_ly_admin"
LOGIN = "/dang-nhap"
OPEN = (LOGIN, "/lien-ket/")
_SAFE = ("GET", "HEAD", "OPTIONS")
_SESSION_OVER = 4401
# What engine.io and socket.io send by themselves: pings, pongs, and NiceGUI's acknowledgements.
_IDLE_FRAMES = ("2", "3", '42["ack"')
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        # NiceGUI runs what its server sends by `eval`, and compiles Vue templates; no script of a page runs without the nonce.
        "script-src 'self' 'nonce-{nonce}' 'unsafe-eval'",
        # Quasar and ECharts place things by style attributes.
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


class Gate:
    """The ASGI app that is mounted at /admin."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self.app = app
        self.desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let pass, or send to the login page."""
        connection = HTTPConnection(scope)
        session = await to_thread.run_sync(self.desk.sessions.find, connection.cookies.get(COOKIE, ""))
        scope["admin.desk"], scope["admin.session"] = self.desk, session
        if scope["type"] == "websocket":
            if session is None or _foreign(connection, strict=True):
                return await send({"type": "websocket.close", "code": _SESSION_OVER})
            return await self.app(scope, _Watched(self.desk, session, receive, send), send)
        scope.setdefault("state", {})["nonce"] = nonce = secrets.token_urlsafe(16)
        guarded = _with_headers(send, nonce)
        if scope["method"] not in _SAFE and _foreign(connection, strict=False):
            return await PlainTextResponse("", 403)(scope, receive, guarded)
        if session is None and not _path(scope).startswith(OPEN):
            return await to_login(scope)(scope, receive, guarded)
        try:
            return await self.app(scope, receive, guarded)
        except Exception:
            if not scope["state"].get("told"):
                raise


def to_login(scope: Scope) -> Response:
    """The way to the login page, and back to where somebody wanted to go."""
    wanted = _path(scope) if scope["method"] == "GET" and "/_nicegui" not in scope["path"] else "/"
    back = f"?tiep={quote(wanted)}" if wanted not in ("", "/") else ""
    return RedirectResponse(f"{scope.get('root_path', '')}{LOGIN}{back}", 303)


class _Watched:
    """The messages of a socket, each after a look at the session."""

    def __init__(self, desk: Desk, session: Session, receive: Receive, send: Send) -> None:
        self._desk = desk
        self._session = session
        self._receive = receive
        self._send = send

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] != "websocket.receive" or (message.get("text") or "").startswith(_IDLE_FRAMES):
            return message
        if await to_thread.run_sync(self._still_in):
            return message
        await self._send({"type": "websocket.close", "code": _SESSION_OVER})
        return {"type": "websocket.disconnect", "code": _SESSION_OVER}

    def _still_in(self) -> bool:
        now = self._desk.sessions.check(self._session.code)
        if now is None or now.account.role is not self._session.account.role:
            return False
        self._desk.sessions.touch(now)
        return True


def _path(scope: Scope) -> str:
    """The path below /admin."""
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    return path[len(root) :] if root and path.startswith(root) else path


def _foreign(connection: HTTPConnection, *, strict: bool) -> bool:
    """Whether another site's page sent this. Browsers say so by Origin; `strict`: who says nothing is refused too."""
    if connection.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = connection.headers.get("origin")
    if origin is None:
        return strict
    return urlsplit(origin).netloc != connection.headers.get("host", "")


def _with_headers(send: Send, nonce: str) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.format(nonce=nonce)
            headers["X-Frame-Options"] = "DENY"
            headers["Referrer-Policy"] = "same-origin"  # with "no-referrer" browsers hide the Origin of our own forms
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return guarded
