"""What no model may change: digits, numbers of documents, abbreviations, and names of people and places."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.official.names import person
from ingest.official.rows import FORMS
from knowledge.language.normalise import fold
from knowledge.language.places import places_in

_SIGN = re.compile(r"[\d/_@&+]|\w-\w")
_ENDS = re.compile(r"[.:;!?…]$|^(?:\d{1,3}|[a-zđ]|[IVXLC]+)[.)]$")
# In capitals nothing tells a name but the word before it.
_BEFORE_NAMES = frozenset(
    ("ong", "ba", "anh", "chi", "dong", "ho", "ten", "tinh", "huyen", "xa", "phuong", "quan", "ap", "thon", "khom", "pho", "tran", "kenh")
)
_NAME_WORDS = 3
# Words that open an office's or a paper's name inside a sentence.
_FORMAL = frozenset(
    {word.split()[0] for word in (fold(kind) for kind in (*FORMS["kinds"].values(), *FORMS["more"]["kinds"]))}
    | {fold(name).split()[0] for name in FORMS["issuers"].values()}
    | {"dieu", "khoan", "chuong", "muc", "phu", "so", "uy", "hoi", "ban", "nha", "dang", "bo", "van", "phong", "trung", "cong"}
)


def untouchable(words: Sequence[str]) -> set[int]:
    """The numbers of these words."""
    shouted = " ".join(words).isupper()
    closed = {n for n, word in enumerate(words) if _SIGN.search(word)}
    closed |= set(_in_capitals(words) if shouted else _capitalised(words))
    return closed | _places(words)


def _in_capitals(words: Sequence[str]) -> set[int]:
    if person(" ".join(words))[1] > 0.9:
        return set(range(len(words)))
    behind = (n for n, word in enumerate(words) if fold(word) in _BEFORE_NAMES)
    return {k for n in behind for k in range(n + 1, min(len(words), n + 1 + _NAME_WORDS))}


def _capitalised(words: Sequence[str]) -> set[int]:
    """Words with a capital, but for those that open a sentence or a formal name and are followed by a small letter."""
    closed = set()
    for n, word in enumerate(words):
        letters = word.lstrip("“\"'(")
        if not letters[:1].isupper():
            continue
        before, after = words[n - 1] if n else "-", words[n + 1].lstrip("“\"'(")[:1] if n + 1 < len(words) else ""
        opens = bool(_ENDS.search(before)) or (n < 2 and not before[0].isalnum())
        formal = _bare(letters) in _FORMAL and not before[:1].isupper()
        if not (opens or formal) or after.isupper() or (len(letters) > 1 and letters.isupper()):
            closed.add(n)
    return closed


def _bare(word: str) -> str:
    return "".join(c for c in fold(word) if c.isalnum())


def _places(words: Sequence[str]) -> set[int]:
    """Words of the provinces and countries that are known by name."""
    folded = [_bare(word) for word in words]
    closed: set[int] = set()
    for place in places_in(" ".join(words)):
        parts = fold(place).split()
        starts = (n for n in range(len(words)) if folded[n : n + len(parts)] == parts and words[n][:1].isupper())
        closed |= {k for n in starts for k in range(n, n + len(parts))}
    return closed
