"""The admin pages on the web app, under /admin."""

from __future__ import annotations

from fastapi import FastAPI

from assistant.admin.desk import Desk
from assistant.admin.gate import Gate
from assistant.admin.visit import PATH
from assistant.lifespans import live_within


def mount_admin(http: FastAPI, desk: Desk) -> None:
    """Put every page under /admin; they begin and end with the app."""
    from assistant.admin.pages import load_pages
    from assistant.admin.shell import shell

    load_pages()
    inside = shell()
    http.mount(PATH, Gate(inside, desk))
    live_within(http, lambda: inside.router.lifespan_context(inside))
