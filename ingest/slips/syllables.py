"""Which readings fit together: the reader's probabilities and the syllables of the catalogue, in one search.

A noisy channel: of all ways through the readings of a block's words, the one is taken whose letters were seen and whose
neighbouring syllables are known (Viterbi; bigrams interpolated with single syllables, after Jelinek and Mercer, 1980).
"""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import knowledge
from ingest.readers.syllable import is_syllable
from knowledge.language.normalise import canonical
from knowledge.language.tones import ToneModel

# Chosen on rendered law texts and on the project's own README, which the report's pages are not among.
_MODEL_WEIGHT = 0.8
_TRUST = 3.0
_PAIRS = 0.85
_UNSEEN = 0.1
_LEAST_SEEN = 2
_NO_SYLLABLE = -2.0
_FEW = 20_000
_MET = 4
_PATHS = 12
_START = "<s>"
_EDGES = re.compile(r"^\W+|\W+$")

Options = Sequence[tuple[tuple[str, float], ...]]


class _Step(NamedTuple):
    """How probable the best way to here is, the syllable it came from, and the word taken here."""

    score: float
    before: str
    text: str


@dataclass(frozen=True, slots=True)
class Syllables:
    """Counts of syllables and of pairs."""

    singles: dict[str, int]
    pairs: dict[str, int]
    total: int

    @classmethod
    def of(cls, learned: ToneModel) -> Syllables:
        """Those of the catalogue and of common words; a small catalogue is helped by the starter documents as well."""
        return _counted(learned)

    def allowed(self, readings: Sequence[tuple[str, float]]) -> Iterator[tuple[str, float]]:
        """The word as it was read, and others that the catalogue knows, with the same signs and evenly written."""
        yield readings[0]
        shape = _shape(readings[0][0])
        yield from ((t, value) for t, value in readings[1:] if _shape(t) == shape and self.singles.get(core(t), 0) >= _LEAST_SEEN)

    def best(self, options: Options) -> list[str]:
        """One reading for each word: the likeliest way through them."""
        steps: list[dict[str, _Step]] = [{_START: _Step(0.0, "", "")}]
        for readings in options:
            reached: dict[str, _Step] = {}
            for text, value in readings:
                step = self._step(steps[-1], text, value)
                if (known := reached.get(core(text))) is None or step.score > known.score:
                    reached[core(text)] = step
            steps.append(dict(heapq.nlargest(_PATHS, reached.items(), key=lambda item: item[1].score)))
        at = max(steps[-1], key=lambda key: steps[-1][key].score)
        found: list[str] = []
        for here in reversed(steps[1:]):
            found.append(here[at].text)
            at = here[at].before
        return found[::-1]

    def _step(self, before: dict[str, _Step], text: str, value: float) -> _Step:
        own = value + (0.0 if is_syllable(core(text)) else _NO_SYLLABLE)
        score, best = max((step.score + _MODEL_WEIGHT * self._log(key, core(text)), key) for key, step in before.items())
        return _Step(score + own, best, text)

    def _log(self, before: str, syllable: str) -> float:
        """The logarithm of how probable a syllable is behind another: pairs count the more, the better the first is known."""
        single = (self.singles.get(syllable, 0) + _UNSEEN) / (self.total + _UNSEEN * len(self.singles) + 1)
        seen = self.singles.get(before, 0)
        if not seen:
            return math.log(single)
        trust = _PAIRS * seen / (seen + _TRUST)
        return math.log(trust * self.pairs.get(f"{before} {syllable}", 0) / seen + (1 - trust) * single)


def _shape(word: str) -> tuple[str, bool, bool]:
    """What a repair must not change: digits and signs, capitals at the start and further on."""
    letters = "".join(c for c in word if c.isalpha())
    return "".join(c for c in word if not c.isalpha()), letters[:1].isupper(), letters[1:].upper() == letters[1:] != letters[1:].lower()


@lru_cache(maxsize=50_000)
def core(word: str) -> str:
    """The syllable in a word: without the signs around it, in the form the catalogue counts."""
    return canonical(_EDGES.sub("", word))


@lru_cache(maxsize=2)
def _counted(learned: ToneModel) -> Syllables:
    few = sum(learned.unigrams.values()) < _FEW
    singles, pairs = Counter(learned.unigrams), Counter(learned.bigrams)
    for model in (_common(), _starter())[: 1 + few]:
        singles.update(model.unigrams)
        pairs.update(model.bigrams)
    return Syllables(singles, pairs, sum(singles.values()))


@lru_cache(maxsize=1)
def _common() -> ToneModel:
    """Common words of two syllables, each as if it had been met a few times."""
    written = Path(__file__).with_name("compounds.txt").read_text(encoding="utf-8").split("\n")
    words = [word for line in written if not line.startswith("#") for word in line.split(",") if word.strip()]
    return ToneModel.learn(words * _MET)


@lru_cache(maxsize=1)
def _starter() -> ToneModel:
    """The documents that come with the program, whether or not they were ingested."""
    folder = Path(knowledge.__file__).parent / "documents"
    return ToneModel.learn(line for path in sorted(folder.glob("*.md")) for line in path.read_text(encoding="utf-8").split("\n"))
