"""The report's Vietnamese words, from words.toml, and how shares and days are written out in it."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from assistant.moments import number

_FROM_MARCH = 3
_ONE_DIGIT = 10


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def word(name: str, /, **values: object) -> str:
    """The words at "name" or "table.name", slots filled in."""
    found: Any = _table()
    for part in name.split("."):
        found = found[part]
    return str(found).format(**values)


def word_of(table: str, name: str) -> str:
    """The words for a value such as a channel; the value itself when there are none."""
    return str(_table()[table].get(name, name))


def percent(share: float | None) -> str:
    """0.955 as "95,5%"; a dash when there is nothing to have a share of."""
    return "–" if share is None else f"{number(100 * share, 1)}%"


def long_day(day: date) -> str:
    """ "ngày 05 tháng 11 năm 2026": days below 10 and the months 1 and 2 have a 0 (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
    d = f"{day.day:02d}" if day.day < _ONE_DIGIT else day.day
    m = f"{day.month:02d}" if day.month < _FROM_MARCH else day.month
    return word("day", day=d, month=m, year=day.year)
