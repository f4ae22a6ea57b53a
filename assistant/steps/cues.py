"""The wordings of `cues.toml`, compiled once."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

_PUNCTUATION = re.compile(r"[?!,;:…\"“”()]+|\.(?=\s|$)")
_TABLE = tomllib.loads(Path(__file__).with_name("cues.toml").read_text(encoding="utf-8"))


@cache
def _compiled(group: str, name: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w)(?:{wording})(?!\w)" for wording in _TABLE[group][name]))


def says(group: str, name: str, folded: str) -> bool:
    """Whether the folded text holds one of the wordings."""
    return _compiled(group, name).search(_PUNCTUATION.sub(" ", folded).strip()) is not None


def found(group: str, name: str, folded: str) -> re.Match[str] | None:
    """Where the folded text holds the first of the wordings."""
    return _compiled(group, name).search(folded)


def is_only(group: str, name: str, folded: str) -> bool:
    """Whether the folded text is one of the wordings and nothing else."""
    return any(re.fullmatch(wording, folded) for wording in _TABLE[group][name])


def names(group: str) -> tuple[str, ...]:
    """The names of a group."""
    return tuple(_TABLE[group])


def without(group: str, folded: str, *only: str) -> str:
    """The folded text without the wordings of a whole group, or of some of its names."""
    text = _PUNCTUATION.sub(" ", folded)
    for name in only or names(group):
        text = _compiled(group, name).sub(" ", text)
    return text
