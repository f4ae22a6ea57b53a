"""From any text a person or a file may hold to clean Unicode, and from there to tokens that match.

`clean` keeps what a reader sees (for quoting); `canonical` and `fold` are for matching only.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

# Invisible characters that arrive with copied text: zero-width, direction marks, soft hyphen, BOM, variation selectors.
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x034F, 0x061C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10)]
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACES = re.compile(r"[^\S\n]+")
_WORD = re.compile(r"\w+")

# "hoà" and "hòa", "thuý" and "thúy" are one word; the older placement is the canonical one. "qu" keeps its y: "quý".
_MARKS = "\u0300\u0301\u0309\u0303\u0323"
_LATE_TONE = re.compile(rf"(o)([ae])([{_MARKS}])(?!\w)|(?<!q)(u)(y)([{_MARKS}])(?!\w)", re.IGNORECASE)
_SHORT_I = re.compile(r"^(h|k|l|m|s|t|qu|v)y$")


class _Bare(dict[int, str]):
    """For `str.translate`: a character without its marks. Everything is folded, again and again: Latin letters are remembered."""

    def __missing__(self, code: int) -> str:
        bare = "d" if code == ord("đ") else "".join(c for c in unicodedata.normalize("NFD", chr(code)) if not unicodedata.combining(c))
        if code <= _LAST_LATIN:
            self[code] = bare
        return bare


_LAST_LATIN = 0x1EFF
_BARE = _Bare()


def clean(text: str) -> str:
    """NFC text without invisible or control characters; runs of blanks become one space, newlines stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE)
    text = _CONTROL.sub(" ", unicodedata.normalize("NFC", text))
    return "\n".join(line.strip() for line in _SPACES.sub(" ", text).split("\n")).strip()


def canonical(text: str) -> str:
    """Lower case NFC with one tone placement, so that "Hoà" equals "hòa". For matching, never for quoting."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    moved = _LATE_TONE.sub(lambda m: f"{m[1]}{m[3]}{m[2]}" if m[1] else f"{m[4]}{m[6]}{m[5]}", decomposed)
    return unicodedata.normalize("NFC", moved)


def fold(text: str) -> str:
    """Lower case without any diacritics: "Đến năm" becomes "den nam"."""
    text = text.lower()
    return text if text.isascii() else text.translate(_BARE)


def syllables(text: str) -> list[str]:
    """Canonical syllables and numbers in order: ["nghị", "định", "142", "2026"]."""
    return _WORD.findall(canonical(text))


def folded_syllables(text: str) -> list[str]:
    """Syllables without diacritics, with "lý" and "lí" made one and leading zeros of numbers dropped."""
    return [_plain(s) for s in _WORD.findall(fold(text))]


def _plain(syllable: str) -> str:
    if syllable.isdigit():
        return syllable.lstrip("0") or "0"
    return _SHORT_I.sub(r"\1i", syllable)


def has_diacritics(text: str) -> bool:
    """Whether any letter carries a Vietnamese mark."""
    return fold(text) != text.lower()


def bigrams(tokens: list[str]) -> list[str]:
    """Neighbouring tokens joined as `a_b`."""
    return [f"{a}_{b}" for a, b in pairwise(tokens)]
