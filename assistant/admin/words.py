"""Every Vietnamese word of the admin pages, from `words/*.toml`: one file for each page, `frame.toml` for what all share."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("words")


@cache
def _file(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def say(key: str, /, **values: object) -> str:
    """The words at "file.name" or "file.table.name", with {slots} filled in.

    Raises:
        KeyError: there are none; or a slot was not given.
    """
    file, *path = key.split(".")
    found: Any = _file(file)
    for name in path:
        found = found[name]
    text = str(found)
    return text.format(**values) if values else text


def said_of(table: str, name: str) -> str:
    """The words for a value out of a table, such as a status; the value itself when there are none."""
    try:
        return say(f"{table}.{name}")
    except KeyError:
        return name
