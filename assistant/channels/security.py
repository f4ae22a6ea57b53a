"""Around every response: headers that let a browser run nothing but our own files, and a last resort for errors.

A part of the app with other needs (the admin pages) sets its own header, and that one is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from traceback import format_exc

import structlog
from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.channels.problems import problem_response
from assistant.models import Status

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def framed_by(origins: Sequence[str]) -> str:
    """The same policy for a page that these sites may show in a frame."""
    ancestors = f"frame-ancestors {' '.join(origins)}" if origins else "frame-ancestors 'none'"
    return CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", ancestors)


HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
log = structlog.get_logger(__name__)


class SecurityHeaders:
    """Adds HEADERS to every response that does not have them yet."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class LastResort:
    """Turns what nobody caught into a 500 with a sentence; the traceback goes to the log only.

    As plain text: structlog's own way would print every local variable, what people typed included.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception:
            if started:
                raise
            log.error("request_failed", method=scope["method"], path=scope["path"], exception=format_exc())
            response = problem_response(Request(scope), 500, Status.ERROR_INTERNAL)
            await response(scope, receive, send)
