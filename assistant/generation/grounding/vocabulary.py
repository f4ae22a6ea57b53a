"""The tables of `words.toml`, in the shapes that the check needs. Read once, when the first sentence is checked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.language.normalise import canonical


@cache
def table() -> dict[str, Any]:
    """The file as it is."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


@cache
def function_words() -> frozenset[str]:
    """Syllables without content of their own."""
    return frozenset(canonical(word) for word in table()["function_words"])


@cache
def light_words() -> frozenset[str]:
    """Syllables between an operator and what it turns round."""
    return frozenset(canonical(word) for word in table()["light"])


@cache
def harmless() -> frozenset[tuple[str, ...]]:
    """Words that add nothing: "bắt đầu", "cụ thể"."""
    return frozenset(tuple(canonical(word).split()) for word in table()["harmless"])


def any_of(wordings: Iterable[str]) -> re.Pattern[str]:
    """A pattern for whole words, the longest wording first."""
    longest_first = sorted({canonical(w) for w in wordings}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
