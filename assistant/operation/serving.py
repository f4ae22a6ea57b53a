"""One process that serves, or several equal ones on one port under uvicorn's supervisor.

The port is bound once, by whoever is started. Workers accept from the same socket, so that who is free takes the next
connection, and one that waits while a worker dies is taken by another. The supervisor starts a dead worker again, ends all
on SIGINT and SIGTERM, and renews one after the other on SIGHUP.
"""

from __future__ import annotations

import logging
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from typing import Any

import typer
from fastapi import FastAPI

from assistant.lifespans import live_within
from assistant.settings import Settings

EXIT_PORT_IN_USE = 4
# A worker that computes for all it is worth may be late to say that it lives.
_SIGN_OF_LIFE_SECONDS = 30
_HTTP: dict[str, Any] = {"log_config": None, "log_level": "warning", "access_log": False, "timeout_graceful_shutdown": 1}


@contextmanager
def take_port(settings: Settings) -> Iterator[socket.socket]:
    """The port of the settings, bound; nobody is let in before the service is ready. Exit 4, with a word, when it is taken."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as port:
        port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            port.bind((settings.host, settings.port))
        except OSError as error:
            advice = "Set PORT to a free port, or stop what uses it."
            print(f"HOST={settings.host} PORT={settings.port}: {error.strerror}. {advice}", file=sys.stderr)
            raise typer.Exit(EXIT_PORT_IN_USE) from error
        yield port


def serve_alone(app: FastAPI, port: socket.socket) -> None:
    """Until Ctrl-C or SIGTERM."""
    import uvicorn

    # uvicorn raises the signal again when it has ended; unlike Ctrl-C, SIGTERM would then leave everything open.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(uvicorn.Config(app, **_HTTP)).run([port])


def serve_by_workers(factory: str, port: socket.socket, workers: int) -> None:
    """The same by `workers` processes that each call `factory` ("module:function") for their app."""
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    config = uvicorn.Config(factory, factory=True, workers=workers, timeout_worker_healthcheck=_SIGN_OF_LIFE_SECONDS, **_HTTP)
    logging.getLogger("uvicorn.error").setLevel(logging.INFO)  # a worker's death and return are worth a line
    Multiprocess(config, sockets=[port]).run()


def closing_with(app: FastAPI, stack: ExitStack) -> FastAPI:
    """The app, which closes `stack` when it ends."""

    @asynccontextmanager
    async def open_till_then() -> AsyncIterator[None]:
        with stack:
            yield

    live_within(app, open_till_then)
    return app
