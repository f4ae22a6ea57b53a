"""What a question is about: its content terms, each with the weight that the ingested text gives it.

A rare syllable weighs more than a common one (inverse collection frequency, scaled to 0..1); a syllable the
text has never seen weighs most. Vietnamese words are mostly two syllables, so a syllable counts in full only
when a neighbour confirms it: "giá vàng" is not found in a text that has "đánh giá" and "vàng". A syllable typed with
its marks counts less where the text has it with other marks only: "trồng" is not "trong".
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from knowledge.language.abbreviations import expand
from knowledge.language.normalise import canonical, fold, folded_syllables, syllables
from knowledge.language.tones import ToneModel

_STOP = tomllib.loads(Path(__file__).with_name("language").joinpath("stopwords.toml").read_text(encoding="utf-8"))
_WORDS = frozenset(canonical(word) for word in _STOP["words"])
_FOLDED_WORDS = frozenset(fold(word) for word in _WORDS)
_SAYINGS = tomllib.loads(Path(__file__).with_name("language").joinpath("synonyms.toml").read_text(encoding="utf-8"))["says"]


def _by_folded() -> dict[tuple[str, ...], dict[tuple[str, ...], tuple[tuple[str, ...], ...]]]:
    """What documents write, by the folded and then by the accented syllables of what people say: "đài" is not "đại"."""
    found: dict[tuple[str, ...], dict[tuple[str, ...], tuple[tuple[str, ...], ...]]] = {}
    for said, written in _SAYINGS.items():
        wordings = tuple(tuple(folded_syllables(w)) for w in written)
        found.setdefault(tuple(folded_syllables(said)), {})[tuple(syllables(said))] = wordings
    return found


_SYNONYMS = _by_folded()
_LONGEST_SAYING = max(map(len, _SYNONYMS))
_PHRASES = frozenset(tuple(folded_syllables(p)) for p in _STOP["phrases"])
_LONGEST_PHRASE = max(map(len, _PHRASES))
# How much of a syllable's weight is left when the syllable is there but no neighbour of the question is …
_UNCONFIRMED = 0.5
# … and when it is there with other marks than were typed.
_OTHER_MARKS = 0.5
# Two ways of spelling one sound: "quí" and "quý".
_ONE_SOUND = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")


class TermWeights:
    """Weights of folded syllables, from the counts of a tone model."""

    def __init__(self, tones: ToneModel) -> None:
        self._counts: Counter[str] = Counter()
        for syllable, count in tones.unigrams.items():
            for plain in folded_syllables(syllable):
                self._counts[plain] += count
        self._most = 1 + self._counts.total()
        self._scale = math.log(self._most) or 1.0

    def weight(self, term: str) -> float:
        """1 for a syllable never seen, towards 0 for the most common ones."""
        return math.log(self._most / (1 + self._counts[term])) / self._scale

    def knows(self, term: str) -> bool:
        """Whether the ingested text holds this folded syllable."""
        return self._counts[term] > 0


@dataclass(frozen=True, slots=True)
class Text:
    """A text as terms are looked up in it. Made once for each text; asking is cheap."""

    syllables: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    flat: str
    accented: frozenset[str] = frozenset()

    @staticmethod
    @lru_cache(maxsize=8192)
    def read(text: str) -> Text:
        """Fold and split `text`, abbreviations written out."""
        written = expand(text.replace("%", " phần trăm "))
        plain = folded_syllables(written)
        accented = frozenset(syllables(written.translate(_ONE_SOUND)))
        return Text(frozenset(plain), frozenset(pairwise(plain)), f" {' '.join(plain)} ", accented)

    def __or__(self, other: Text) -> Text:
        """Both texts as one; a word does not run across the seam."""
        return Text(self.syllables | other.syllables, self.pairs | other.pairs, self.flat + other.flat, self.accented | other.accented)

    def holds(self, words: tuple[str, ...]) -> bool:
        """Whether the words stand in the text, one after another."""
        return words[0] in self.syllables and (len(words) == 1 or f" {' '.join(words)} " in self.flat)


@dataclass(frozen=True, slots=True)
class Terms:
    """The syllables of a question in order, which of them are content, the weight of each, and other wordings.

    `wordings` maps positions to what documents may write instead of the phrase that stands there; `marked` holds the
    syllables that were typed with marks, "" for the others.
    """

    syllables: tuple[str, ...]
    content: tuple[bool, ...]
    weights: tuple[float, ...]
    wordings: tuple[tuple[int, int, tuple[tuple[str, ...], ...]], ...] = ()
    marked: tuple[str, ...] = ()

    def found_in(self, text: Text) -> list[float]:
        """For each syllable, how much of it (from 0 to 1) the text holds."""
        found = [self._support(i, syllable, text) if syllable in text.syllables else 0.0 for i, syllable in enumerate(self.syllables)]
        for start, end, written in self.wordings:
            if any(f < 1 for f in found[start:end]) and any(text.holds(words) for words in written):
                found[start:end] = [1.0] * (end - start)
        return found

    def coverage(self, text: Text) -> float:
        """The share of the question's content weight that `text` holds, from 0 to 1."""
        return self.share(self.found_in(text))

    def share(self, found: Sequence[float]) -> float:
        """The weighted mean of `found` over the content syllables; 0 when there are none."""
        held = total = 0.0
        for weight, f, counts in zip(self.weights, found, self.content, strict=True):
            if counts:
                held += weight * f
                total += weight
        return held / total if total else 0.0

    def _support(self, i: int, syllable: str, text: Text) -> float:
        """Of a syllable that stands in the text: less than 1 with other marks only, or when no neighbour stands beside it."""
        marked = self.marked[i] if self.marked else ""
        as_typed = _OTHER_MARKS if marked and marked not in text.accented else 1.0
        before = (self.syllables[i - 1], syllable) if i and self.content[i - 1] else None
        after = (syllable, self.syllables[i + 1]) if i + 1 < len(self.syllables) and self.content[i + 1] else None
        if (before is None and after is None) or before in text.pairs or after in text.pairs:
            return as_typed
        return as_typed * _UNCONFIRMED


def read_terms(expanded: str, weights: TermWeights) -> Terms:
    """The terms of a question whose abbreviations are written out."""
    accented = syllables(expanded)
    plain = folded_syllables(expanded)
    marked = any(fold(s) != s for s in accented)
    stop = [(a in _WORDS) if marked else (fold(a) in _FOLDED_WORDS) for a in accented]
    content = [not s for s in stop]
    for start, end in _spans(plain, _PHRASES, _LONGEST_PHRASE):
        content[start:end] = [True] * (end - start)
    wordings = tuple(
        (start, end, written)
        for start, end in _spans(plain, _SYNONYMS, _LONGEST_SAYING)
        if (written := _written(plain[start:end], accented[start:end] if marked else ()))
    )
    with_marks = tuple(s.translate(_ONE_SOUND) if fold(s) != s else "" for s in accented)
    return Terms(tuple(plain), tuple(content), tuple(weights.weight(s) for s in plain), wordings, with_marks)


def _written(plain: Sequence[str], accented: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """What documents write for these syllables; typed without marks, they may be any saying that folds to them."""
    sayings = _SYNONYMS[tuple(plain)]
    if accented:
        return sayings.get(tuple(accented), ())
    return tuple(wording for written in sayings.values() for wording in written)


def _spans(plain: Sequence[str], known: Container[tuple[str, ...]], longest: int) -> list[tuple[int, int]]:
    """(start, end) of every known phrase."""
    sizes = range(1, longest + 1)
    return [(i, i + n) for n in sizes for i in range(len(plain) - n + 1) if tuple(plain[i : i + n]) in known]
