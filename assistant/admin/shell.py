"""NiceGUI, set up once in a process, without its cookie, its CSS compiler and its English sentences.

Its pages carry inline scripts; each gets the nonce that the gate made for this response, in the template's own text, so that
nothing that comes in as data can get one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from traceback import format_exception
from typing import cast

import structlog
from fastapi import FastAPI, Request, Response
from jinja2 import BaseLoader, Environment
from nicegui import app as nicegui_app
from nicegui import client, run, ui
from nicegui.translations import translations

from assistant.admin.documents.routes import document_routes
from assistant.admin.lists import export_routes
from assistant.admin.login import login_routes
from assistant.admin.report import report_routes
from assistant.admin.templating import templates
from assistant.admin.words import say

ICON = Path(__file__).parents[1] / "channels" / "static" / "icon.svg"
log = structlog.get_logger(__name__)
_OLD_BROWSER = "Your browser does not support ES modules.<br />Please use a modern browser."


@cache
def shell() -> FastAPI:
    """The app behind the gate: plain routes first, then NiceGUI's."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(login_routes())
    app.include_router(export_routes())
    app.include_router(document_routes())
    app.include_router(report_routes())
    run.process_pool_start_method = "spawn"
    translations["vi"] = {
        "connection_lost": say("frame.lost"),
        "trying_to_reconnect": say("frame.reconnecting"),
        "message_too_long": say("frame.too_long"),
        "message_too_long_body": say("frame.too_long_body"),
    }
    environment = client.templates.env
    environment.loader = _WithNonces(cast(BaseLoader, environment.loader))
    ui.run_with(
        app,
        title=say("frame.product"),
        favicon=ICON,
        dark=None,
        language="vi",
        tailwind=False,
        show_welcome_message=False,
        reconnect_timeout=10,
    )
    nicegui_app.config.socket_io_js_transports = ["websocket"]
    nicegui_app.exception_handlers[404] = _not_found
    nicegui_app.exception_handlers[Exception] = _failed
    return app


def _not_found(request: Request, _error: Exception) -> Response:
    """For an address that is no page."""
    return templates.TemplateResponse(request, "oops.html", {"code": 404, "problem": ""}, status_code=404)


def _failed(request: Request, error: Exception) -> Response:
    """For a page that could not be built; its traceback goes to the log, as plain text: no local variables. The gate is told
    that this was done, because Starlette raises the error again afterwards.
    """
    request.state.told = True
    log.error("admin_page_failed", path=request.url.path, exception="".join(format_exception(error, limit=-6)))
    return templates.TemplateResponse(request, "oops.html", {"code": 500, "problem": ""}, status_code=500)


class _WithNonces(BaseLoader):
    """NiceGUI's templates, with a nonce in every script."""

    def __init__(self, loader: BaseLoader) -> None:
        self._loader = loader

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The template's text, changed."""
        source, path, uptodate = self._loader.get_source(environment, template)
        source = source.replace("<script", '<script nonce="{{ request.state.nonce }}"').replace(_OLD_BROWSER, say("frame.old_browser"))
        return source, path, uptodate
