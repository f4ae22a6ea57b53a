"""Opposites: "sau khi" where the passage has "trước khi", "cuối cùng" where it has "đầu tiên"."""

from __future__ import annotations

from functools import cache

from assistant.generation.grounding.tokens import Reading
from assistant.generation.grounding.vocabulary import table
from knowledge.language.normalise import canonical


def opposite(sentence: Reading, passage: str) -> str | None:
    """A word of the sentence that `passage` (syllables in a row) has not, though it has its opposite."""
    for one, other in _pairs():
        if f" {one} " in sentence.flat and f" {one} " not in passage and f" {other} " in passage and f" {other} " not in sentence.flat:
            return one
    return None


@cache
def _pairs() -> tuple[tuple[str, str], ...]:
    pairs = [(canonical(one), canonical(other)) for one, other in table()["opposites"]]
    return (*pairs, *((other, one) for one, other in pairs))
