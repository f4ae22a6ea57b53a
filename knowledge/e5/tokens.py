"""Text -> token ids: the sentencepiece unigram model of XLM-RoBERTa, with the vocabulary of the weights file.

The likeliest way to cut a text into pieces (Viterbi; Kudo 2018, "Subword Regularization"). No piece reaches over a
blank, so each word is cut by itself, and cut once. The `tokenizers` package does the same with 265 MB of memory; this
takes 50.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

from knowledge.e5.weights import Weights

_BLANK = "▁"
_RUN_OF_BLANKS = re.compile(" {2,}")
# How much less likely an unknown character is than the least likely piece.
_UNKNOWN_PENALTY = 10.0
_WORDS_KEPT = 20_000


class Tokenizer:
    """Made once; safe from many threads."""

    def __init__(self, weights: Weights) -> None:
        self._normal = weights.normal
        self._scores = weights.scores
        self._ids = {piece: i for i, piece in enumerate(weights.pieces)}
        self._longest = max(map(len, self._ids))
        self._unknown = weights.unknown
        self._unknown_score = min(self._scores) - _UNKNOWN_PENALTY
        self._word = lru_cache(_WORDS_KEPT)(self._cut)

    def ids(self, text: str) -> list[int]:
        """Ids of the pieces of `text`, without begin and end."""
        plain = _RUN_OF_BLANKS.sub(" ", text.translate(self._normal)).removeprefix(" ")
        return [i for word in plain.split(" ") for i in self._word(_BLANK + word)]

    def _cut(self, word: str) -> tuple[int, ...]:
        best, came = [0.0] + [-math.inf] * len(word), [(0, 0)] * (len(word) + 1)
        for start in range(len(word)):
            for end in range(start + 1, min(len(word), start + self._longest) + 1):
                i = self._ids.get(word[start:end], self._unknown)
                if i == self._unknown and end > start + 1:
                    continue
                score = best[start] + (self._unknown_score if i == self._unknown else self._scores[i])
                if score > best[end]:
                    best[end], came[end] = score, (start, i)
        found, end = [], len(word)
        while end:
            end, i = came[end]
            found.append(i)
        return tuple(reversed(found))
