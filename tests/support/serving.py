"""The whole web app with its post office on a real port of 127.0.0.1."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import uvicorn

from assistant.channels.base import AnswersQuestions
from assistant.delivery.office import PostOffice
from assistant.delivery.opening import open_office
from assistant.http import create_app
from assistant.library import ReadsDocuments
from assistant.settings import Settings
from tests.support.waiting import until


def free_address() -> str:
    """An address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


@asynccontextmanager
async def serving(
    settings: Settings, assistant: AnswersQuestions, library: ReadsDocuments, url: str
) -> AsyncIterator[tuple[PostOffice, httpx.AsyncClient]]:
    """The office, and a client of the app."""
    office = open_office(settings, assistant, library)
    app = create_app(assistant, lifespan=office.lifespan)
    for routes in office.routes():
        app.include_router(routes)
    server = uvicorn.Server(uvicorn.Config(app, port=int(url.rsplit(":", 1)[1]), log_level="warning", access_log=False))
    work = asyncio.create_task(server.serve())
    try:
        await until(lambda: server.started)
        async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) as client:
            yield office, client
    finally:
        server.should_exit = True
        await work
        office.close()
