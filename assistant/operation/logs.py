"""What is written to standard error: one line an event, with the id of the request it belongs to, never with a secret.

A request id is bound to the context at the edge (web: a header; chat channels: the event) and goes along into threads.
"""

from __future__ import annotations

import logging
import re
import secrets
import sys
import traceback
from collections.abc import Iterable, MutableMapping
from typing import Any

import structlog
from pydantic import SecretStr
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars, merge_contextvars

HEADER = "X-Request-ID"
HIDDEN = "[hidden]"
_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
# A Telegram token, the credentials in an address, a bearer token.
_SECRET_FORMS = re.compile(r"(?<!\d)\d{6,12}:[A-Za-z0-9_-]{30,}|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)|(?<=Bearer )\S+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\x85\u2028\u2029]")
_SHORTEST_SECRET = 6
Event = MutableMapping[str, Any]


def configure_logs(form: str, hide: Iterable[SecretStr] = ()) -> None:
    """From now on events are written in this form: `text` for people, `json` for machines. The values of `hide` never are."""
    renderer: Any = structlog.processors.JSONRenderer(ensure_ascii=False) if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    hidden = sorted({s.get_secret_value() for s in hide if len(s.get_secret_value()) >= _SHORTEST_SECRET}, key=len, reverse=True)
    structlog.configure(
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        processors=[
            merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            lambda _logger, _name, event: _told(event, hidden, one_line=form != "json"),
            renderer,
        ],
    )
    root = logging.getLogger()
    root.handlers = [handler for handler in root.handlers if not isinstance(handler, _OfLibraries)] + [_OfLibraries(logging.WARNING)]


class _OfLibraries(logging.Handler):
    """What libraries tell Python's own logging, by the same rules: one line, no secret, the request's id."""

    def emit(self, record: logging.LogRecord) -> None:
        """One record as an event."""
        try:
            told = {"exception": "".join(traceback.format_exception(*record.exc_info))} if record.exc_info and record.exc_info[0] else {}
            structlog.get_logger().log(record.levelno, record.getMessage(), logger=record.name, **told)
        except Exception:
            self.handleError(record)


def secrets_of(settings: object) -> list[SecretStr]:
    """Every secret among the settings."""
    return [value for _, value in settings if isinstance(value, SecretStr)]  # type: ignore[attr-defined]


def _told(event: Event, hidden: list[str], *, one_line: bool) -> Event:
    """The event without secrets; what came from outside cannot begin a line of its own."""
    for key, value in event.items():
        if isinstance(value, str):
            value = _SECRET_FORMS.sub(HIDDEN, value)
            for secret in hidden:
                value = value.replace(secret, HIDDEN)
            event[key] = _CONTROL.sub(" ", value) if one_line and key != "exception" else value
    return event


class RequestIds:
    """Binds a request id to everything logged while a request is served, and tells it in the response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        name = given if _GIVEN.fullmatch(given) else secrets.token_hex(8)

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = name
            await send(message)

        with bound_contextvars(request_id=name):
            await self.app(scope, receive, send_with_id)
