"""What the commands of operation say, from `words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def _words() -> dict[str, str]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def say(name: str, **values: object) -> str:
    """A sentence, filled in."""
    return _words()[name].format(**values)
