"""Tone restoration learned from the ingested text itself: "chien luoc" becomes "chiến lược".

Syllable unigrams and bigrams of the catalogue, and a Viterbi search over the accented forms of each bare
syllable (the classic noisy-channel decoder; interpolated bigram model). Only syllables that came without
any mark are restored: what a person did accent is kept. Questions have words that documents lack ("đúng hay sai");
for them the phrases of questions.toml are counted beside the text.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

from knowledge.language.normalise import canonical, fold, syllables

_START = "<s>"
_BIGRAM_SHARE = 0.85
_SMOOTHING = 0.1
_FORMS = 12
# The phrases of questions count as if they were this share of the ingested text. From 0.001 to 0.1 hardly differ.
_ASKED_SHARE = 0.01
_WORD = re.compile(r"\w+")


class ToneModel:
    """Counts of syllables and of neighbouring syllables, and the accented forms of each bare syllable."""

    def __init__(self, unigrams: dict[str, int], bigrams: dict[str, int]) -> None:
        self.unigrams = unigrams
        self.bigrams = bigrams
        self._total = sum(unigrams.values())
        self._forms = _forms(unigrams)
        asked, _ = _asked()
        self._asked_weight = _ASKED_SHARE * self._total / asked.total()
        self._asked_forms = {bare: list({*found, *self._forms.get(bare, ())}) for bare, found in _forms(asked).items()}

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

    def restore(self, text: str, question: bool = False) -> str:
        """The likeliest accented reading of `text`, lower case; typed marks, and what stands between words, stay.

        With `question`, the words in which people ask are expected too.
        """
        paths: dict[str, tuple[float, list[str]]] = {_START: (0.0, [])}
        for syllable in syllables(text):
            paths = self._extend(paths, self._options(syllable, question), question)
        restored = iter(max(paths.values(), key=lambda item: item[0])[1])
        return _WORD.sub(lambda _: next(restored), canonical(text))

    def _options(self, syllable: str, question: bool) -> list[str]:
        if fold(syllable) != syllable:
            return [syllable]
        forms = self._forms.get(syllable, [syllable])
        return self._asked_forms.get(syllable, forms) if question else forms

    def _extend(self, paths: dict[str, tuple[float, list[str]]], options: list[str], question: bool) -> dict[str, tuple[float, list[str]]]:
        longer: dict[str, tuple[float, list[str]]] = {}
        for option in options:
            score, before = max(
                ((p + self._log_probability(a, option, question), a) for a, (p, _) in paths.items()), key=lambda item: item[0]
            )
            longer[option] = (score, [*paths[before][1], option])
        return longer

    def _log_probability(self, before: str, syllable: str, question: bool) -> float:
        pair = f"{before} {syllable}"
        pairs, first, second = self.bigrams.get(pair, 0.0), self.unigrams.get(before, 0.0), self.unigrams.get(syllable, 0.0)
        if question:
            (asked, asked_pairs), weight = _asked(), self._asked_weight
            pairs, first, second = pairs + weight * asked_pairs[pair], first + weight * asked[before], second + weight * asked[syllable]
        alone = (second + _SMOOTHING) / (self._total + _SMOOTHING * len(self.unigrams) + 1)
        return math.log(_BIGRAM_SHARE * pairs / max(1, first) + (1 - _BIGRAM_SHARE) * alone)


@cache
def _asked() -> tuple[Counter[str], Counter[str]]:
    """Syllables, and pairs of neighbours, of the phrases in which people ask."""
    table = tomllib.loads(Path(__file__).with_name("questions.toml").read_text(encoding="utf-8"))
    phrases = [syllables(phrase) for phrase in table["phrases"]]
    pairs = Counter(f"{a} {b}" for phrase in phrases for a, b in pairwise(phrase))
    return Counter(syllable for phrase in phrases for syllable in phrase), pairs


def _forms(unigrams: dict[str, int]) -> dict[str, list[str]]:
    grouped: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for syllable, count in unigrams.items():
        if syllable != _START:
            grouped[fold(syllable)].append((count, syllable))
    return {bare: [s for _, s in sorted(found, reverse=True)[:_FORMS]] for bare, found in grouped.items()}
