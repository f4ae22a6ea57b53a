"""Legacy Vietnamese fonts to Unicode: TCVN3 (.VnTime), VNI, VISCII, VPS.

Such a file holds the font's own codes; read as Latin-1 they show as "Céng hoµ x· héi". What a font holds is
decided once for the whole document: by its name, unless its text is Unicode already, else by trying
which table turns its words into Vietnamese syllables. Byte tables: TCVN 5712:1993, RFC 1456 (VISCII), and the
charts at vietunicode.sourceforge.net (VNI, VPS), as collected by viparse (MIT). Fonts that draw small letters as
capitals (.VnTimeH) keep the case that was typed, as the transcripts of such files do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from ingest.readers.encodings import note, note_form
from ingest.readers.syllable import vietnamese_share

Convert = Callable[[str], str]

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

# What a PDF shows instead of two TCVN3 codes, when a letter stands beside it.
_DRAWN_SHORT_U = re.compile("(?<=[^\\W\\d_])[\u2212\ufffe]|[\u2212\ufffe](?=[^\\W\\d_])")
_DRAWN_A_TILDE = re.compile("(?<=[^\\W\\d_])[\u2219\u2022]|[\u2219\u2022](?=[^\\W\\d_])")
_CAPITALS = re.compile("(?<![^\\W\\d_])(?=[^\\W\\d_]*[À-ỹ])(?=(?:[^\\W\\d_]*[A-ZĂÂÊÔƠƯĐ]){2})[^a-z\\W\\d_]+(?![^\\W\\d_])")

_TCVN3: dict[int, str] = {
    **dict(zip(range(0xA1, 0xAF), "ĂÂÊÔƠƯĐăâêôơưđ", strict=True)),
    **dict(zip(range(0xB5, 0xBA), "àảãáạ", strict=True)),
    **dict(zip(range(0xBB, 0xBF), "ằẳẵắ", strict=True)),
    **dict(zip(range(0xC6, 0xCD), "ặầẩẫấậè", strict=True)),
    **dict(zip(range(0xCE, 0xD9), "ẻẽéẹềểễếệìỉ", strict=True)),
    **dict(zip(range(0xDC, 0xF0), "ĩíịòàỏõóọồổỗốộờởỡớợù", strict=True)),
    **dict(zip(range(0xF1, 0xFF), "ủũúụừửữứựỳỷỹýỵ", strict=True)),
    0x3BC: "à",
}
_VISCII = dict(
    zip(
        range(0x80, 0x100),
        "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ",
        strict=True,
    )
) | {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
_VPS = dict(
    zip(
        range(0x80, 0x100),
        "ÀẢÃẤẦẨọỗĂếềểệẮẰẲẾ‘’ỀỂỄỐỒỔỖýỷỵỚỜỞ\xa0ắằẳẵặỠớÙờởỡŨỨợỪổỬỲỸÍÌộỈĨÓửữÒỎÕựầÁÂấẩẫậđẻÉÊẹỉễịỹƯỦồốÔỏơÈừứÚũưÝẺß"
        "àáâãảạăçèéêẽìíîĩẴĐòóôõöƠụùúủüỶẼỳ",
        strict=True,
    )
) | {0x02: "Ạ", 0x03: "Ậ", 0x04: "Ặ", 0x05: "Ẹ", 0x06: "Ệ", 0x10: "Ị", 0x11: "Ọ", 0x12: "Ộ", 0x13: "Ợ", 0x14: "Ụ", 0x15: "Ự", 0x19: "Ỵ"}
_VPS |= {0x1C: "Ẫ", 0x1D: "Ữ"}

_VNI_SINGLE = dict(zip("ñòæóîôöÑÒÆÓÎÔÖ", "địỉĩỵơưĐỊỈĨỴƠƯ", strict=True))
_VNI_TONES = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_HATS = {"â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309", "ã": "\u0302\u0303", "ä": "\u0302\u0323"}
_VNI_BREVES = {"ê": "\u0306", "é": "\u0306\u0301", "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323"}
_VNI_PAIR = re.compile("([aeiouyôö])([ùøûõï])|([aeo])([âáàåãä])|(a)([êéèúüë])|([ñòæóîôö])", re.IGNORECASE)


def named_encoding(font: str) -> str | None:
    """The legacy encoding that a font's name promises ("ABCDEF+.VnTimeH,Bold" is tcvn3)."""
    name = _SUBSET.sub("", font)
    return next((encoding for encoding, pattern in _NAMES if pattern.search(name)), None)


def from_tcvn3(text: str) -> str:
    """TCVN3 to Unicode; curly quotes and dashes of Windows stay. It has no accented capitals: "CñA" is meant as "CỦA"."""
    converted = _DRAWN_A_TILDE.sub("ã", _DRAWN_SHORT_U.sub("ư", text.translate(_TCVN3)))
    return _CAPITALS.sub(lambda word: word[0].upper(), converted)


def from_vni(text: str) -> str:
    """VNI to Unicode: a base letter followed by a mark is one letter."""
    return unicodedata.normalize("NFC", _VNI_PAIR.sub(_vni_letter, text))


def _vni_letter(match: re.Match[str]) -> str:
    if match[7]:
        return _VNI_SINGLE[match[7]]
    if match[1]:
        return _VNI_SINGLE.get(match[1], match[1]) + _VNI_TONES[match[2].lower()]
    return match[3] + _VNI_HATS[match[4].lower()] if match[3] else match[5] + _VNI_BREVES[match[6].lower()]


def _as_bytes(text: str) -> str:
    """Windows' signs at 0x80-0x9F back to their codes, since VISCII and VPS keep letters there."""
    return "".join(c if ord(c) < 256 else _CP1252.get(c, c) for c in text)


_CP1252 = {bytes([n]).decode("cp1252"): chr(n) for n in range(0x80, 0xA0) if n not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
CONVERT: dict[str, Convert] = {
    "tcvn3": from_tcvn3,
    "vni": from_vni,
    "viscii": lambda text: _as_bytes(text).translate(_VISCII),
    "vps": lambda text: _as_bytes(text).translate(_VPS),
}


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
