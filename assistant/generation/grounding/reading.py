"""From a text to its tokens, so that one thing said in two ways is the same token twice.

28/8/2026 is "ngày 28 tháng 8 năm 2026", "hai mươi" is 20, "60 phần trăm" is 60%, UBND is "ủy ban nhân dân". Each fact is
first replaced by one private character, the surest patterns first; what is left is cut into syllables and names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.generation.grounding.names import actors, is_office, name_at, name_of, parties
from assistant.generation.grounding.numerals import FACT_PATTERNS, Fact, FactPattern
from assistant.generation.grounding.tokens import END, MARK, Reading, Token
from assistant.generation.grounding.vocabulary import table
from knowledge.language.abbreviations import expand
from knowledge.language.normalise import canonical, clean, syllables

_FIRST = 0xE000
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_PIECE = re.compile(r"[\ue000-\uf8ff]|\w+|[.,;:!?…\n]")
# "Điều 22 và 23" names Điều 23.
_REPEATED = re.compile(r"(?<!\w)(điều|khoản)\s(\d+)\s(và|đến)\s(\d+)(?![\w.])", re.IGNORECASE)


@lru_cache(maxsize=4096)
def read(text: str) -> Reading:
    """Read a sentence or a passage."""
    facts: list[Fact] = []
    # Numbers of documents before abbreviations are written out: 57-NQ/TW holds one.
    numbered = _kept(_PRIVATE.sub(" ", clean(text)), FACT_PATTERNS[:1], facts)
    level = _said_in_one_way(_REPEATED.sub(r"\1 \2 \3 \1 \4", _level(expand(numbered))))
    marked = _kept(_with_bearers(level, facts), FACT_PATTERNS[1:], facts)
    return Reading(tuple(_tokens(marked, facts)), f" {' '.join(syllables(_spelt(level, facts)))} ")


def _level(text: str) -> str:
    """One tone placement, capitals kept."""
    small = canonical(text)
    if len(small) != len(text):
        return small
    return "".join(s.upper() if t.isupper() else s for s, t in zip(small, text, strict=True))


def _said_in_one_way(text: str) -> str:
    for wording, instead in table()["same"].items():
        text = re.sub(rf"(?<!\w){re.escape(wording)}(?!\w)", instead, text, flags=re.IGNORECASE)
    return text


def _kept(text: str, patterns: Sequence[FactPattern], facts: list[Fact]) -> str:
    for pattern, fact_of in patterns:
        text = pattern.sub(lambda m, made=fact_of: _keep(made(m), m[0], facts), text)  # type: ignore[misc]
    return text


def _with_bearers(text: str, facts: list[Fact]) -> str:
    text = actors().sub(lambda m: _keep(Fact(canonical(m[0]), "actor") if is_office(m, text) else None, m[0], facts), text)
    return parties().sub(lambda m: _keep(Fact(canonical(m[0]), "party"), m[0], facts), text)


def _keep(fact: Fact | None, original: str, facts: list[Fact]) -> str:
    if fact is None or _FIRST + len(facts) > 0xF8FF:
        return original
    facts.append(fact)
    return f" {chr(_FIRST + len(facts) - 1)} "


def _spelt(text: str, facts: Sequence[Fact]) -> str:
    """The text with the values of its document numbers back in their places."""
    return _PRIVATE.sub(lambda m: f" {facts[ord(m[0]) - _FIRST].value} ", text)


def _tokens(marked: str, facts: Sequence[Fact]) -> Iterator[Token]:
    pieces = list(_PIECE.finditer(marked))
    i = 0
    while i < len(pieces):
        piece = pieces[i][0]
        if _PRIVATE.match(piece):
            fact = facts[ord(piece) - _FIRST]
            yield Token(fact.value, fact.kind, fact.note)
        elif not piece[0].isalnum() and piece[0] != "_":
            mark = MARK if piece in ",:" else END
            yield Token(mark, mark)
        elif run := name_at(marked, pieces, i):
            yield name_of(" ".join(p[0] for p in run))
            i += len(run) - 1
        else:
            yield Token(canonical(piece))
        i += 1
