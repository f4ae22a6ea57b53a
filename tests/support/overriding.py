"""Change what staff may change, as their pages do."""

from __future__ import annotations

from typing import Any

from assistant.records.overrides import Override, Overrides
from assistant.records.writing import writing


def put(overrides: Overrides, name: str, value: Any, by: str, seen: Override | None) -> Override:
    """In a transaction of its own; this process sees it at once."""
    with writing(overrides.engine) as db:
        new = overrides.put(db, name, value, by, seen)
    overrides.now()
    return new


def drop(overrides: Overrides, name: str, seen: Override | None) -> None:
    """Back to what the service was started with."""
    with writing(overrides.engine) as db:
        overrides.drop(db, name, seen)
    overrides.now()
