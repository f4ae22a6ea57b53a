"""Places a text names: provinces before and after the mergers of 2025, and places abroad."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from knowledge.language.normalise import fold

_TABLE = tomllib.loads(Path(__file__).with_name("places.toml").read_text(encoding="utf-8"))
RESOLUTION: str = _TABLE["resolution"]
_WORD = re.compile(r"\w+")
_AMBIGUOUS = {fold(name) for name in _TABLE["ambiguous"]["names"]}


def places_in(text: str) -> tuple[str, ...]:
    """The places that `text` names, with or without diacritics, as they are properly spelt."""
    folded = _flat(text)
    found = [_names()[m[0]] for m in _pattern().finditer(folded) if _is_place(m, folded)]
    return tuple(dict.fromkeys(found))


def provinces() -> tuple[str, ...]:
    """The 34 provinces and cities since 01/7/2025, in the order of the alphabet without diacritics."""
    return tuple(sorted(_TABLE["provinces"], key=_flat))


def successor(province: str) -> str | None:
    """The province that this one became part of on 01/7/2025; None when it was not merged into another."""
    return next((new for new, old in _TABLE["provinces"].items() if province in old), None)


def is_abroad(place: str) -> bool:
    """Whether the place is not in Viet Nam."""
    return place in _TABLE["abroad"]["names"]


def speaks_of(text: str, place: str) -> bool:
    """Whether `text` names the place."""
    return f" {_flat(place)} " in f" {_flat(text)} "


@lru_cache(maxsize=4096)
def _flat(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))


def _is_place(match: re.Match[str], folded: str) -> bool:
    before = folded[: match.start()].split()
    return match[0] not in _AMBIGUOUS or (bool(before) and before[-1] in _TABLE["ambiguous"]["behind"])


@cache
def _names() -> dict[str, str]:
    provinces = [name for new, old in _TABLE["provinces"].items() for name in (new, *old)]
    return {_flat(name): name for name in (*provinces, *_TABLE["abroad"]["names"])}


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_names(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\b")
