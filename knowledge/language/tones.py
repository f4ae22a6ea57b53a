"""Tone restoration learned from the ingested text itself: "chien luoc" becomes "chiến lược".

Syllable unigrams and bigrams of the catalogue, and a Viterbi search over the accented forms of each bare
syllable (the classic noisy-channel decoder; interpolated bigram model). Only syllables that came without
any mark are restored: what a person did accent is kept.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

from knowledge.language.normalise import fold, syllables

_START = "<s>"
_BIGRAM_SHARE = 0.85
_SMOOTHING = 0.1
_FORMS = 12


class ToneModel:
    """Counts of syllables and of neighbouring syllables, and the accented forms of each bare syllable."""

    def __init__(self, unigrams: dict[str, int], bigrams: dict[str, int]) -> None:
        self.unigrams = unigrams
        self.bigrams = bigrams
        self._total = sum(unigrams.values())
        self._forms = _forms(unigrams)

    @classmethod
    def learn(cls, texts: Iterable[str]) -> ToneModel:
        """Count the syllables of `texts`; a few seconds for 10,000 chunks."""
        unigrams: Counter[str] = Counter()
        pairs: Counter[str] = Counter()
        for text in texts:
            found = [_START, *syllables(text)]
            unigrams.update(found)
            pairs.update(f"{a} {b}" for a, b in pairwise(found))
        return cls(dict(unigrams), dict(pairs))

    def knows(self, syllable: str) -> bool:
        """Whether the ingested text holds this syllable, in any accented form."""
        return fold(syllable) in self._forms

    def restore(self, text: str) -> str:
        """The likeliest accented reading of `text`, lower case; marks that were typed stay."""
        paths: dict[str, tuple[float, list[str]]] = {_START: (0.0, [])}
        for syllable in syllables(text):
            paths = self._extend(paths, self._options(syllable))
        return " ".join(max(paths.values(), key=lambda item: item[0])[1])

    def _options(self, syllable: str) -> list[str]:
        typed_marks = fold(syllable) != syllable
        return [syllable] if typed_marks else self._forms.get(syllable, [syllable])

    def _extend(self, paths: dict[str, tuple[float, list[str]]], options: list[str]) -> dict[str, tuple[float, list[str]]]:
        longer: dict[str, tuple[float, list[str]]] = {}
        for option in options:
            score, before = max(((p + self._log_probability(a, option), a) for a, (p, _) in paths.items()), key=lambda item: item[0])
            longer[option] = (score, [*paths[before][1], option])
        return longer

    def _log_probability(self, before: str, syllable: str) -> float:
        pair = self.bigrams.get(f"{before} {syllable}", 0) / max(1, self.unigrams.get(before, 0))
        alone = (self.unigrams.get(syllable, 0) + _SMOOTHING) / (self._total + _SMOOTHING * len(self.unigrams) + 1)
        return math.log(_BIGRAM_SHARE * pair + (1 - _BIGRAM_SHARE) * alone)


def _forms(unigrams: dict[str, int]) -> dict[str, list[str]]:
    grouped: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for syllable, count in unigrams.items():
        if syllable != _START:
            grouped[fold(syllable)].append((count, syllable))
    return {bare: [s for _, s in sorted(found, reverse=True)[:_FORMS]] for bare, found in grouped.items()}
