"""The admin pages on the web app, under /admin."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI

from assistant.admin.desk import Desk
from assistant.admin.gate import Gate
from assistant.admin.visit import PATH


def mount_admin(http: FastAPI, desk: Desk) -> None:
    """Put every page under /admin; they begin and end with the app."""
    from assistant.admin.pages import load_pages
    from assistant.admin.shell import shell

    load_pages()
    inside = shell()
    http.mount(PATH, Gate(inside, desk))
    outer = http.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[Any]:
        async with inside.router.lifespan_context(inside), outer(app) as state:
            yield state

    http.router.lifespan_context = lifespan
