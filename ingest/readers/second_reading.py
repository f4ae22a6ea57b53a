"""Two readings of one line made one: word beside word, each reader heard according to how sure it is.

The words of both are laid side by side without their diacritics. Where one word stands against one, the readings of
both stay open, ranked, for whoever knows which words follow each other; where the readers even part the words
differently, the reading that is surer as a whole is taken at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from math import exp, log

from ingest.readers.letters import Word
from ingest.readers.syllable import is_syllable
from knowledge.language.normalise import fold

# Chosen on rendered pages of law texts, which the report's pages are not among: see docs/decisions/0012-ocr.md.
_WEIGHT = 1.5
_FLOOR = -5.0
_LEAST_SURE = 0.3
_ADDED = 0.8
_ROMAN = re.compile(r"[IVXLC]+[.,]?")

Said = tuple[str, float]
"""A word of the second reader, and how sure it is of it (0 to 1)."""


def agreed(first: Sequence[Word], second: Sequence[Said]) -> list[Word]:
    """The line's words after both readers were heard."""
    ours, theirs = [_bare(word.text) for word in first], [_bare(text) for text, _ in second]
    found: list[Word] = []
    for tag, i, j, k, m in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag == "insert":
            found += (Word(text, sure, ((text, 0.0),)) for text, sure in second[k:m] if sure > _ADDED and sum(map(str.isalnum, text)) > 1)
        elif tag == "delete":
            found += first[i:j]
        elif j - i == m - k:
            found += (_either(word, said) for word, said in zip(first[i:j], second[k:m], strict=True))
        else:
            found += _surer(first[i:j], second[k:m])
    return found


def _bare(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())


def _either(word: Word, said: Said) -> Word:
    """One word against one: what either reader thinks of each reading adds up.

    The first reader sees a line's height and so its capitals; it keeps the stop behind a bare number, and counts the strokes
    of Roman numbers better.
    """
    bare_number = not any(map(str.isalpha, word.text + said[0])) and _bare(word.text) == _bare(said[0])
    same = bare_number or word.text.casefold() == said[0].casefold() or _ROMAN.fullmatch(word.text)
    text = word.text if same else said[0]
    sure = max(0.02, min(0.99, _LEAST_SURE + (1 - _LEAST_SURE) * said[1]))
    against = max(_FLOOR, log((1 - sure) / 2))
    values = {t: max(value, _FLOOR) + _WEIGHT * (log(sure) if t == text else against) for t, value in word.readings}
    values.setdefault(text, _FLOOR + _WEIGHT * log(sure))
    ranked = sorted(values.items(), key=lambda item: -item[1])
    return Word(ranked[0][0], _share(ranked), tuple((t, round(v, 2)) for t, v in ranked))


def _share(ranked: Sequence[tuple[str, float]]) -> float:
    """The best reading's share of what is probable."""
    return 1 / sum(exp(value - ranked[0][1]) for _, value in ranked)


def _surer(first: Sequence[Word], second: Sequence[Said]) -> Iterator[Word]:
    """The reading whose words are all syllables; where both or neither are, the surer one."""
    mine, other = _all_syllables(word.text for word in first), _all_syllables(text for text, _ in second)
    if mine > other or (mine == other and min(word.sure for word in first) > min(sure for _, sure in second)):
        yield from first
    else:
        yield from (Word(text, sure, ((text, 0.0),)) for text, sure in second)


def _all_syllables(texts: Iterable[str]) -> bool:
    return all(is_syllable(text.strip('.,:;()“”"')) for text in texts)
