"""What was typed when the input method was off: raw Telex ("chieens luowcj") and raw VNI ("chie6n1 lu7o75c").

Rules of the two methods as every Vietnamese keyboard implements them: doubled letters and w (Telex) or digits
6-9 (VNI) make the letter, s f r x j (Telex) or digits 1-5 (VNI) anywhere behind the vowel make the tone.
"""

from __future__ import annotations

import re
import unicodedata

_TELEX_LETTERS = (
    ("dd", "đ"),
    ("aa", "â"),
    ("ee", "ê"),
    ("oo", "ô"),
    ("uwow", "ươ"),
    ("uow", "ươ"),
    ("uwo", "ươ"),
    ("aw", "ă"),
    ("ow", "ơ"),
    ("uw", "ư"),
)
_TELEX_LATE = (("a", "a", "â"), ("e", "e", "ê"), ("o", "o", "ô"))
_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_VNI_LETTERS = {"6": ("aeo", "\u0302"), "7": ("uo", "\u031b"), "8": ("a", "\u0306")}
_VOWEL = re.compile(r"[aeiouyăâêôơư]+", re.IGNORECASE)


def telex(token: str) -> str | None:
    """The syllable that this raw Telex token stands for; None when it is none."""
    word = token.lower()
    tone = ""
    body = word
    for i in range(len(word) - 1, 0, -1):
        if word[i] in _TELEX_TONES and _VOWEL.search(word[:i]):
            tone, body = _TELEX_TONES[word[i]], word[:i] + word[i + 1 :]
            break
    for typed, letter in _TELEX_LETTERS:
        body = body.replace(typed, letter)
    if body.endswith("w"):
        body = _horn(body[:-1])
    for first, again, letter in _TELEX_LATE:
        body = re.sub(rf"{first}([^\W\d_]{{1,2}}){again}$", rf"{letter}\1", body)
    return None if body == word and not tone else _with_tone(body, tone)


def vni(token: str) -> str | None:
    """The syllable that this raw VNI token stands for; None when it is none."""
    word = token.lower()
    if not re.fullmatch(r"(?=.*[a-z])(?=.*\d)[a-z1-9]+", word):
        return None
    tones = [c for c in word if c in _VNI_TONES]
    body = "".join(c for c in word if c not in _VNI_TONES).replace("d9", "đ")
    if body.endswith("9") and body.startswith("d"):
        body = "đ" + body[1:-1]
    for digit, (letters, mark) in _VNI_LETTERS.items():
        while digit in body:
            at = body.index(digit)
            before = [i for i in range(at) if body[i] in letters]
            if not before:
                return None
            marked = unicodedata.normalize("NFC", body[before[-1]] + mark)
            body = body[: before[-1]] + marked + body[before[-1] + 1 : at] + body[at + 1 :]
    body = body.replace("ưo", "ươ")
    body = body.replace("uơ", "ươ") if body.endswith(("uơ", "uơc", "uơt", "uơp", "uơi", "uơng", "uơn", "uơm", "uơu")) else body
    return None if any(c.isdigit() for c in body) or len(tones) > 1 else _with_tone(body, _VNI_TONES[tones[0]] if tones else "")


def _horn(body: str) -> str:
    for plain, horned in (("uo", "ươ"), ("u", "ư"), ("o", "ơ"), ("a", "ă")):
        if plain in body:
            return body.replace(plain, horned, 1)
    return body + "ư"


def _with_tone(body: str, tone: str) -> str | None:
    """Put the tone on the main vowel, in the older placement ("hòa")."""
    vowels = _VOWEL.search(body[2:] if body.startswith(("qu", "gi")) and len(body) > 2 and _VOWEL.search(body[2:]) else body)
    if not vowels:
        return None
    offset = 2 if body.startswith(("qu", "gi")) and len(body) > 2 and _VOWEL.search(body[2:]) else 0
    start, end = vowels.start() + offset, vowels.end() + offset
    marked = [i for i in range(start, end) if body[i] in "ăâêôơư"]
    closed = end < len(body)
    at = marked[-1] if marked else end - 1 if closed or end - start == 1 else max(start, end - 2)
    return unicodedata.normalize("NFC", body[: at + 1] + tone + body[at + 1 :])


_ONSETS = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|b|c|d|g|h|k|l|m|n|p|r|s|t|v|x"
_RIMES = [
    "a",
    "ac",
    "ach",
    "ai",
    "am",
    "an",
    "ang",
    "anh",
    "ao",
    "ap",
    "at",
    "au",
    "ay",
    "e",
    "ec",
    "em",
    "en",
    "eng",
    "eo",
    "ep",
    "et",
    "ech",
    "em",
    "en",
    "enh",
    "ep",
    "eu",
    "i",
    "ia",
    "ich",
    "iec",
    "iem",
    "ien",
    "ieng",
    "iep",
    "iet",
    "ieu",
    "im",
    "in",
    "inh",
    "ip",
    "it",
    "iu",
    "o",
    "oa",
    "oac",
    "oach",
    "oai",
    "oam",
    "oan",
    "oang",
    "oanh",
    "oao",
    "oap",
    "oat",
    "oay",
    "oc",
    "oe",
    "oen",
    "oeo",
    "oet",
    "oi",
    "om",
    "on",
    "ong",
    "op",
    "ot",
    "oc",
    "oi",
    "om",
    "on",
    "ong",
    "op",
    "ot",
    "ooc",
    "oong",
    "u",
    "ua",
    "uac",
    "uan",
    "uang",
    "uat",
    "uau",
    "uay",
    "uc",
    "ue",
    "uech",
    "uenh",
    "ui",
    "uich",
    "uinh",
    "uit",
    "um",
    "un",
    "ung",
    "uoc",
    "uoi",
    "uom",
    "uon",
    "uong",
    "uop",
    "uot",
    "uou",
    "uo",
    "up",
    "ut",
    "uu",
    "uy",
    "uya",
    "uych",
    "uyen",
    "uyet",
    "uynh",
    "uyt",
    "uyu",
    "y",
    "yem",
    "yen",
    "yet",
    "yeu",
    "ych",
    "ynh",
    "yt",
]
_SYLLABLE = re.compile(rf"(?:{_ONSETS})?(?:{'|'.join(sorted(set(_RIMES), key=len, reverse=True))})")


def is_syllable(folded: str) -> bool:
    """Whether a folded token could be a Vietnamese syllable: an onset and a rime that the language has."""
    return _SYLLABLE.fullmatch(folded) is not None
