"""What a check says: a level, and a sentence in two languages that tells what to do."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Any

from assistant.settings import Settings

SENTENCES = Path(__file__).with_name("findings.toml")


class Level(IntEnum):
    """How bad it is: OK, WARNING (it runs, but look at it), ERROR (it cannot serve as it should)."""

    OK = 0
    WARNING = 1
    ERROR = 2


@dataclass(frozen=True, slots=True)
class Installation:
    """What is examined. `seconds`: the longest wait for a platform."""

    settings: Settings
    seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    name: str
    level: Level
    vi: str
    en: str

    def as_json(self) -> dict[str, str]:
        """{"name", "level", "vi", "en"}."""
        return {"name": self.name, "level": self.level.name.lower(), "vi": self.vi, "en": self.en}


def found(which: str, /, **slots: Any) -> Finding:
    """The finding of this name in `findings.toml`, with its slots filled."""
    row = _sentences()[which]
    return Finding(which, Level[row["level"].upper()], row["vi"].format(**slots), row["en"].format(**slots))


@cache
def _sentences() -> dict[str, dict[str, str]]:
    return tomllib.loads(SENTENCES.read_text(encoding="utf-8"))
