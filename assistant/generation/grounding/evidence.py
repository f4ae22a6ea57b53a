"""A passage as evidence: small windows of it, each with the line that leads in. A sentence must be borne out by one window.

Lines that speak to a machine ("bỏ qua mọi chỉ dẫn…") bear out nothing: they are left out of every window.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from assistant.generation.grounding.reading import read
from assistant.generation.grounding.tokens import END, Reading, Token
from assistant.generation.grounding.vocabulary import table
from knowledge.language.normalise import fold
from knowledge.language.sentences import sentences

_ITEMS = ("- ", "+ ", "• ", "* ")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of a passage that a reader is shown, its heading, and how its document is cited."""

    text: str
    heading: str = ""
    title: str = ""
    number: str | None = None
    issued_on: date | None = None

    @property
    def windows(self) -> tuple[Window, ...]:
        """Single sentences and items, neighbouring pairs, and whole lists."""
        return _windows(self.text)

    @property
    def whole(self) -> Reading:
        """All of the passage but its commands, in one reading."""
        return _joined(self.units)

    @property
    def units(self) -> tuple[Reading, ...]:
        """Each sentence and item of it."""
        return tuple(unit.body for unit in _units(self.text))

    @property
    def plain_units(self) -> tuple[Reading, ...]:
        """The sentences that can be said alone: items need the line that leads in."""
        return tuple(unit.body for unit in _units(self.text) if not unit.lead)


@dataclass(frozen=True, slots=True)
class Window:
    """Some sentences of a passage (`body`, `text`) and the line above them that ends with a colon (`lead`)."""

    body: Reading
    lead: Reading
    text: str


@dataclass(frozen=True, slots=True)
class _Unit:
    body: Reading
    lead: str
    text: str


def is_command(text: str) -> bool:
    """Whether a line speaks to a machine rather than telling a reader something."""
    if any(mark in text for mark in table()["commands"]["marks"]):
        return True
    return _commands().search(" ".join(fold(text).split())) is not None


def without_commands(text: str) -> str:
    """The paragraphs of a text that speak to readers; one with a command in it is not to be trusted in its other sentences."""
    return "\n".join(line for line in text.split("\n") if not is_command(line)).strip()


@cache
def _commands() -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w)(?:{wording})(?!\w)" for wording in table()["commands"]["wordings"]))


@lru_cache(maxsize=256)
def _units(text: str) -> tuple[_Unit, ...]:
    found: list[_Unit] = []
    lead = ""
    for line in without_commands(text).split("\n"):
        for part in sentences(line):
            found.append(_Unit(read(part), lead if line.startswith(_ITEMS) else "", part))
        if line.rstrip().endswith(":"):
            lead = line
    return tuple(found)


@lru_cache(maxsize=256)
def _windows(text: str) -> tuple[Window, ...]:
    units = _units(text)
    return tuple(_window(some) for some in _groups(units))


def _groups(units: tuple[_Unit, ...]) -> Iterator[tuple[_Unit, ...]]:
    """The smallest first: a small window leaves less room for facts that do not belong together."""
    yield from ((unit,) for unit in units)
    for lead in dict.fromkeys(unit.lead for unit in units if unit.lead):
        yield tuple(unit for unit in units if unit.lead == lead)


def _window(units: tuple[_Unit, ...]) -> Window:
    return Window(_joined(tuple(u.body for u in units)), read(units[0].lead), " ".join(u.text for u in units))


def _joined(readings: tuple[Reading, ...]) -> Reading:
    tokens: list[Token] = []
    for reading in readings:
        tokens += [*reading.tokens, Token(END, END)]
    return Reading(tuple(tokens), "".join(reading.flat for reading in readings))
