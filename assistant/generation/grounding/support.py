"""How likely a window of a passage bears a sentence out, by its words and by its meaning.

A logistic regression over three measures, fitted on the development part of tests/golden/grounding
(docs/decisions/0013-grounding.md): the share of the sentence's content that the window holds, the share of its
neighbouring pairs that are neighbours there too, and the cosine of both texts in the e5 family of embedders.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.generation.grounding.evidence import Evidence, Window
from assistant.generation.grounding.reading import read
from assistant.generation.grounding.tokens import Reading, Token
from assistant.generation.grounding.vocabulary import harmless
from knowledge.embedding import Embedder

THRESHOLD = 0.8
_BIAS, _HELD, _BESIDE, _COSINE = -32.7, 5.4, 3.4, 28.7
# For other embedders, whose cosines lie elsewhere: words alone, and a higher threshold.
_BIAS_OF_WORDS, _HELD_OF_WORDS, _BESIDE_OF_WORDS, THRESHOLD_OF_WORDS = -7.0, 6.0, 4.2, 0.88


@dataclass(frozen=True, slots=True)
class Words:
    """Shares from 0 to 1: of the content that is held, and of the neighbouring pairs that are.

    `strange` is the longest run of content that the window does not have in this order, when some of it it has not at
    all: most Vietnamese words have two syllables, and "bế mạc" is not in a text that has "khai mạc".
    """

    held: float
    beside: float
    strange: tuple[str, ...] = ()


def shared_words(sentence: Reading, window: Window, evidence: Evidence) -> Words:
    """What of a sentence's words the window has, with its lead, heading and the document's title."""
    around = [read(evidence.title), read(evidence.heading), window.lead]
    flat = "".join([*(r.flat for r in around), window.body.flat])
    syllables = set(flat.split())
    content = sentence.content
    held = sum(word in syllables for word in content) / len(content) if content else 1.0
    said, written = pairwise(_bearing(sentence.tokens)), {p for r in (*around[1:], window.body) for p in pairwise(_bearing(r.tokens))}
    pairs = list(said)
    beside = sum(p in written or p[::-1] in written for p in pairs) / len(pairs) if pairs else held
    return Words(held, beside, strange_words(sentence, flat))


def strange_words(sentence: Reading, flat: str) -> tuple[str, ...]:
    """The longest run of content that a text (its syllables in a row) does not have; see `Words.strange`."""
    tokens, syllables = sentence.tokens, set(flat.split())
    longest: tuple[str, ...] = ()
    run: tuple[str, ...] = ()
    for i, token in enumerate(tokens):
        run = (*run, token.word) if token.is_content and not _confirmed(tokens, i, flat) else ()
        if run not in harmless() and any(word not in syllables for word in run):
            longest = max(longest, run, key=len)
    return longest


def _confirmed(tokens: Sequence[Token], i: int, flat: str) -> bool:
    """Whether a syllable stands in the text beside a neighbour that it has in the sentence too, or has no such neighbour."""
    word = tokens[i].word
    before = tokens[i - 1].word if i and not tokens[i - 1].is_fact else None
    after = tokens[i + 1].word if i + 1 < len(tokens) and not tokens[i + 1].is_fact else None
    return bool(before and f" {before} {word} " in flat) or bool(after and f" {word} {after} " in flat)


def _bearing(tokens: Sequence[Token]) -> list[str]:
    return [t.word for t in tokens if t.is_content or t.is_fact]


class Support:
    """The measure with an embedder; safe from many threads as far as the embedder is."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._fitted = "e5" in embedder.name.lower()

    @property
    def threshold(self) -> float:
        """What a probability must reach."""
        return THRESHOLD if self._fitted else THRESHOLD_OF_WORDS

    def probabilities(self, sentence: str, windows: Sequence[tuple[Words, str]]) -> list[float]:
        """For each window (its shared words and its text with the heading), how likely it bears the sentence out."""
        if not self._fitted:
            return [_logistic(_BIAS_OF_WORDS + _HELD_OF_WORDS * w.held + _BESIDE_OF_WORDS * w.beside) for w, _ in windows]
        vectors = self._embedder.passages([sentence, *(text for _, text in windows)])
        cosines = [float(vectors[0] @ vector) for vector in vectors[1:]]
        return [
            _logistic(_BIAS + _HELD * w.held + _BESIDE * w.beside + _COSINE * cosine)
            for (w, _), cosine in zip(windows, cosines, strict=True)
        ]


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))
