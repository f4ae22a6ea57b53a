"""The codes of legacy Vietnamese fonts and their letters in Unicode: TCVN3 (.VnTime), VNI, VISCII, VPS.

Byte tables: TCVN 5712:1993, RFC 1456 (VISCII), and the charts at vietunicode.sourceforge.net (VNI, VPS), as collected by
viparse (MIT). Fonts that draw small letters as capitals (.VnTimeH) keep the case that was typed, as the transcripts of
such files do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

Convert = Callable[[str], str]

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
