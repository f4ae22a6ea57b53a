"""What begins before a web app and ends after it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from fastapi import FastAPI


def live_within(app: FastAPI, around: Callable[[], AbstractAsyncContextManager[Any]]) -> None:
    """From now on the app lives within this: entered before whatever begins with the app already, left after it."""
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(running: FastAPI) -> AsyncIterator[Any]:
        async with around(), inner(running) as state:
            yield state

    app.router.lifespan_context = lifespan
