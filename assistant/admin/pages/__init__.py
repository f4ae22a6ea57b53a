"""The pages. A new one is a file here and a row in PAGES."""

from __future__ import annotations

from importlib import import_module

PAGES = (
    *("overview", "questions", "turn", "queue", "curated", "curated_one"),
    *("documents", "document", "uploads", "held", "releases", "sources", "events", "event", "letterhead"),
    *("cases", "settings", "me", "accounts", "audit"),
)


def load_pages() -> None:
    """Import every page; each registers itself by `@page`."""
    for name in PAGES:
        import_module(f"{__name__}.{name}")
