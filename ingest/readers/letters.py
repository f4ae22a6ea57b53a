"""From what the reading network says of each narrow column of a line to letters, and from letters to words.

Each letter keeps the next best ones with their log-probabilities. A word's readings differ from its best one in letters
only: a letter never becomes a digit or a sign, a capital never a small letter.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import exp
from typing import Any

_BLANK = 0
_LEAST = -8.0
_MOST_LETTERS = 6
_MOST_READINGS = 10
_CERTAIN = -7.0
# What the network takes for what, whatever it says of its sureness: read letter, then what was printed, with the least
# log-probability that each is given. Counted on rendered law texts (docs/decisions/0012-ocr.md).
_MISTAKEN: dict[str, dict[str, float]] = {
    "ố": {"ồ": -2.2, "ổ": -3.2},
    "ồ": {"ố": -5.0, "ổ": -5.0},
    "ổ": {"ố": -3.0, "ồ": -4.0},
    "ô": {"ồ": -4.0, "ố": -5.0},
    "õ": {"ố": -2.5, "ồ": -3.0, "ổ": -3.5},
    "ấ": {"ầ": -2.2, "ẩ": -4.0, "ắ": -4.0},
    "ẩ": {"ầ": -4.0, "ấ": -4.0, "ả": -4.0},
    "ẫ": {"ẩ": -4.0, "ắ": -4.0, "ấ": -4.0},
    "ã": {"ầ": -2.5, "ấ": -3.0, "ằ": -4.0, "ă": -4.5},
    "ế": {"ề": -3.2, "ể": -3.2},
    "ể": {"ề": -3.5, "ế": -4.0},
    "ễ": {"ề": -4.0, "ể": -4.0, "ế": -4.0},
    "ẽ": {"ề": -2.5, "ế": -2.5, "ể": -4.0},
    "ê": {"ề": -4.0, "ế": -5.0},
    "ẵ": {"ằ": -3.0, "ẳ": -4.0},
    "ắ": {"ằ": -4.0, "ẳ": -4.0},
    "ỳ": {"ỷ": -3.0},
    "U": {"Ư": -4.0},
    "O": {"Ơ": -4.0},
}
_MISTAKEN |= {k.upper(): {t.upper(): v for t, v in others.items()} for k, others in _MISTAKEN.items() if k.islower()}


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as read, its log-probability, and others it may be, the likeliest first."""

    text: str
    sure: float
    others: tuple[tuple[str, float], ...] = ()

    @property
    def probability(self) -> float:
        return exp(self.sure)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as read: `sure` is the probability of its least sure letter; `readings` are log-probabilities, the best first."""

    text: str
    sure: float
    readings: tuple[tuple[str, float], ...]


def letters(ids: Any, others: Any, values: Any, charset: Sequence[str]) -> list[Letter]:
    """Letters of one line by connectionist temporal classification: repeats are one letter, blanks none.

    Args:
        ids: the best class of each column, shape (t,); 0 is the blank, n > 0 the charset's letter n - 1.
        others: the best eight classes of each column, shape (t, 8), and `values`: their log-probabilities.
    """
    edges = [0, *(i for i, (a, b) in enumerate(pairwise(ids.tolist()), start=1) if a != b), len(ids)]
    return [
        _letter(others[start:stop], values[start:stop], int(ids[start]), charset)
        for start, stop in pairwise(edges)
        if stop > start and ids[start] != _BLANK
    ]


def _letter(columns: Any, values: Any, best: int, charset: Sequence[str]) -> Letter:
    """The likeliest column of a letter counts for each class."""
    found: dict[int, float] = {}
    for number, value in zip(columns.ravel().tolist(), values.ravel().tolist(), strict=True):
        if value > _LEAST and number != _BLANK:
            found[number] = max(value, found.get(number, value))
    text = charset[best - 1]
    others = {charset[n - 1]: value for n, value in found.items() if n != best and _alike(charset[n - 1], text)}
    for letter, least in _MISTAKEN.get(text, {}).items():
        others[letter] = max(least, others.get(letter, least))
    return Letter(text, found.get(best, 0.0), tuple(sorted(others.items(), key=lambda item: -item[1])))


def _alike(first: str, second: str) -> bool:
    return first.isalpha() and second.isalpha() and first.isupper() == second.isupper()


def words(line: Sequence[Letter]) -> Iterator[Word]:
    """The words of a line with what else they may be."""
    for blank, group in groupby(line, key=lambda letter: letter.text == " "):
        if not blank:
            yield _word(list(group))


def _word(parts: Sequence[Letter]) -> Word:
    readings = [("", 0.0)]
    for letter in parts:
        options = [(letter.text, letter.sure), *letter.others[: _MOST_LETTERS - 1]]
        longer = ((text + c, value + v) for text, value in readings for c, v in options)
        readings = heapq.nlargest(_MOST_READINGS, longer, key=lambda item: item[1])
    text = "".join(letter.text for letter in parts)
    best = sum(letter.sure for letter in parts)
    others = ((t, round(v, 2)) for t, v in readings if t != text and v > best + _CERTAIN)
    return Word(text, exp(min(letter.sure for letter in parts)), ((text, round(best, 2)), *others))
