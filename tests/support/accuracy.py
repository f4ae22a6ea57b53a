"""How much of a Vietnamese text came back: the measure of everything that reads letters."""

from __future__ import annotations

import unicodedata

from rapidfuzz.distance import Indel


def has_mark(letter: str) -> bool:
    """Whether a letter carries a diacritic, đ included."""
    return letter.isalpha() and unicodedata.normalize("NFD", letter.lower().replace("đ", "d")) != letter.lower()


def diacritic_accuracy(truth: str, got: str) -> float:
    """Of the truth's letters that carry a diacritic, the share that came back exactly after aligning the two texts."""
    truth, got = (" ".join(unicodedata.normalize("NFC", text).split()) for text in (truth, got))
    equal = (truth[b.src_start : b.src_end] for b in Indel.opcodes(truth, got) if b.tag == "equal")
    return sum(has_mark(c) for part in equal for c in part) / sum(map(has_mark, truth))
