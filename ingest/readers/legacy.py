"""Legacy Vietnamese fonts to Unicode: TCVN3 (.VnTime), VNI, VISCII, VPS.

Such a file holds the font's own codes (`legacy_codes`); read as Latin-1 they show as "Céng hoµ x· héi". What a font holds is
decided once for the whole document: by its name, unless its text is Unicode already, else by trying which table turns its
words into Vietnamese syllables.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from ingest.readers.encodings import note, note_form
from ingest.readers.legacy_codes import CONVERT
from ingest.readers.syllable import vietnamese_share

_SAMPLE = 20_000
_UNICODE_ONLY = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9\u0300\u0301\u0303\u0309\u0323]")
_HIGH = re.compile("[\u0080-\u00ff]")
_NAMES = (
    ("tcvn3", re.compile(r"^\.Vn|^Vn[A-Z]\w*H?\b(?! new)|TCVN")),
    ("vni", re.compile(r"^VNI[- _A-Z]", re.IGNORECASE)),
    ("vps", re.compile(r"^VPS[ _-]", re.IGNORECASE)),
    ("viscii", re.compile(r"VISCII|^VI (Times|Arial|Helve)|^(HoangYen|MinhQu|PhuongThao|ThaHuong|UHoai)", re.IGNORECASE)),
)
_SUBSET = re.compile(r"^[A-Z]{6}\+")


def named_encoding(font: str) -> str | None:
    """The legacy encoding that a font's name promises ("ABCDEF+.VnTimeH,Bold" is tcvn3)."""
    name = _SUBSET.sub("", font)
    return next((encoding for encoding, pattern in _NAMES if pattern.search(name)), None)


def guessed_encoding(text: str) -> str | None:
    """The encoding whose table makes Vietnamese of the text; None when it is so already, or nothing does."""
    if len(_HIGH.findall(text)) < 4 or len(_UNICODE_ONLY.findall(text)) * 5 > len(_HIGH.findall(text)):
        return None
    now = vietnamese_share(text)
    share, best = max((vietnamese_share(convert(text)), name) for name, convert in CONVERT.items())
    return best if share > 0.8 and share > now + 0.25 else None


class Fonts:
    """What each font of one document holds. Made from all its runs; then `decode` turns each run into Unicode."""

    def __init__(self, runs: Iterable[tuple[str, str]]) -> None:
        samples: dict[str, list[str]] = {}
        sizes: dict[str, int] = {}
        for font, text in runs:
            if sizes.get(font, 0) < _SAMPLE:
                samples.setdefault(font, []).append(text)
                sizes[font] = sizes.get(font, 0) + len(text)
        joined = {font: "".join(parts) for font, parts in samples.items()}
        self._encoding = {font: self._decide(font, text) for font, text in joined.items()}
        self._adopt_main(joined)
        for font, text in joined.items():
            note(self._encoding[font] if any(map(str.isalpha, text)) else None)  # a font of bullets proves nothing
            note_form(text)

    def decode(self, font: str, text: str) -> str:
        """The run in Unicode NFC."""
        encoding = self._encoding.get(font)
        if encoding is None or _UNICODE_ONLY.search(text):
            return unicodedata.normalize("NFC", text)
        return unicodedata.normalize("NFC", CONVERT[encoding](text))

    @staticmethod
    def _decide(font: str, text: str) -> str | None:
        proof, high = len(_UNICODE_ONLY.findall(text)), len(_HIGH.findall(text))
        if proof * 5 > high and proof:
            return None
        return named_encoding(font) or guessed_encoding(text)

    def _adopt_main(self, samples: dict[str, str]) -> None:
        """A font too short to judge, whose letters make sense in the document's main encoding, is of that encoding."""
        weight: dict[str, int] = {}
        for font, encoding in self._encoding.items():
            if encoding:
                weight[encoding] = weight.get(encoding, 0) + len(samples[font])
        if not weight:
            return
        main = max(weight, key=weight.__getitem__)
        for font, text in samples.items():
            if self._encoding[font] is None and _HIGH.search(text) and not _UNICODE_ONLY.search(text):
                after = vietnamese_share(CONVERT[main](text))
                if after > 0.6 and after > vietnamese_share(text):
                    self._encoding[font] = main
