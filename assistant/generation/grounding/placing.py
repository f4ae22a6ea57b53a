"""Facts that stand in the passage, but somewhere else: 30% for 2030 where the passage has 30% for 2025 and 60% for 2030.

Each fact of the sentence is compared with the others of its family in the passage. When the words around it fit one of
them clearly better than the fact itself, it has been put in the wrong place; when the other one is in the sentence too,
both must fit better exchanged. Words on the other side count less: "A chủ trì" may become "cơ quan chủ trì là A".
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.generation.grounding.facts import same
from assistant.generation.grounding.tokens import END, MARK, Reading, Token

_REACH = 10
_FUNCTION_WORD = 0.4
_OTHER_SIDE = 0.6
# How much better another place must fit.
_MARGIN = 0.05

# How fast a word stops fitting with the difference of distances. Facts bind over a distance: "đến năm 2030 … 60%".
_SLOPE, _SLOPE_OF_FACTS = 1.0, 0.35

Around = dict[str, tuple[int, float, float]]
"""word -> (signed distance, weight, slope)"""


def misplaced(sentence: Reading, passage: Reading) -> Token | None:
    """The first fact of the sentence whose surroundings belong to another fact of the passage."""
    said, written = _places(sentence), _places(passage)
    for token, around in said:
        rivals = [other for other, _ in written if other.family == token.family and not same(token, other)]
        if any(_fits_better(token, around, rival, said, written) for rival in dict.fromkeys(rivals)):
            return token
    return None


def _fits_better(
    token: Token, around: Around, rival: Token, said: Sequence[tuple[Token, Around]], written: Sequence[tuple[Token, Around]]
) -> bool:
    own, other = _best(around, token, written), _best(around, rival, written)
    if own is None or other is None:
        return False
    beside = [near for t, near in said if same(t, rival)]
    if beside:
        own += max(_best(near, rival, written) or 0.0 for near in beside)
        other += max(_best(near, token, written) or 0.0 for near in beside)
    return other > own + _MARGIN


def _best(around: Around, fact: Token, written: Sequence[tuple[Token, Around]]) -> float | None:
    """How well the surroundings fit the best place of a fact in the passage; None when it has none."""
    return max((_fit(around, near) for other, near in written if same(fact, other)), default=None)


def _places(reading: Reading) -> list[tuple[Token, Around]]:
    return [(token, _around(reading.tokens, i)) for i, token in enumerate(reading.tokens) if token.is_fact]


def _around(tokens: Sequence[Token], at: int) -> Around:
    """The nearest distance of each word, and of each fact of another family, around a token."""
    near: Around = {}
    for step in (-1, 1):
        distance = 0
        for i in range(at + step, len(tokens) if step > 0 else -1, step):
            token = tokens[i]
            distance = min(distance + (token.kind != MARK), _REACH)
            if token.kind == END:
                break
            if token.kind == MARK or (distance == _REACH and not token.is_fact):
                continue  # other facts of the same sentence count however far they are
            known = abs(near[token.word][0]) if token.word in near else _REACH + 1
            if token.family != tokens[at].family and distance < known:
                weight = 1.0 if token.is_content or token.is_fact else _FUNCTION_WORD
                near[token.word] = (step * distance, weight, _SLOPE_OF_FACTS if token.is_fact else _SLOPE)
    return near


def _fit(said: Around, written: Around) -> float:
    """Words near the fact weigh most; they fit when they are as near in the passage."""
    total = 0.0
    for word, (distance, weight, slope) in said.items():
        if word in written:
            there = written[word][0]
            side = 1.0 if (distance > 0) == (there > 0) else _OTHER_SIDE
            total += side * weight / abs(distance) / (1 + slope * abs(abs(distance) - abs(there)))
    return total
