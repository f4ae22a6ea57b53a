"""Is this Vietnamese? Judged by the shape of its syllables, so that no word list is needed.

A syllable is an onset, a nucleus, and a coda; before a final c, ch, p or t only two tones occur. Garbage of a
wrong encoding breaks these rules in most words, real text in few.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ONSET = "ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x|"
_OPEN = (
    "yêu|iêu|ươi|ươu|uôi|oai|oay|oao|oeo|uây|uya|uyu|ai|ao|au|âu|ay|ây|eo|êu|ia|iu|oa|oe|oi|ôi|ơi|ua|uê|ui|uơ|uy|ưa|ưi|ưu|"
    "a|e|ê|i|o|ô|ơ|u|ư|y"
)
_CLOSED = "uyê|uye|iê|yê|oă|oa|oe|oo|uâ|uê|uô|uy|ươ|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y"
SHAPE = re.compile(rf"(?:{_ONSET})(?:(?:{_OPEN})|(?:{_CLOSED})(ch|nh|ng|c|p|t|m|n))")
_STOPS = {"c", "ch", "p", "t"}
_TOKEN = re.compile(r"[^\W\d_]+", re.UNICODE)


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether a word could be one Vietnamese syllable."""
    if len(word) > 7:
        return False
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [c for c in decomposed if c in _TONES]
    bare = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))
    shape = SHAPE.fullmatch(bare) if len(tones) < 2 else None
    return shape is not None and (shape[1] not in _STOPS or not tones or tones[0] in "\u0301\u0323")


def vietnamese_share(text: str) -> float:
    """Share of the words with a letter beyond ASCII that are Vietnamese syllables; 0 when there is no such word."""
    words = [w for w in _TOKEN.findall(text) if not w.isascii()]
    return sum(map(is_syllable, words)) / len(words) if words else 0.0


def readable_share(text: str) -> float:
    """Share of all words that are Vietnamese syllables or plain ASCII words with a vowel; 1 when there is no word."""
    words = _TOKEN.findall(text)
    good = sum(is_syllable(w) or (w.isascii() and (w.isupper() or re.search("[aeiouy]", w.lower()) is not None)) for w in words)
    return good / len(words) if words else 1.0
