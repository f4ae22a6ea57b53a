"""Names in capitals written as they are in a sentence: "BỘ KHOA HỌC VÀ CÔNG NGHỆ" is "Bộ Khoa học và Công nghệ"."""

from __future__ import annotations

import re

from ingest.official.rows import FORMS, LOWER, UPPER
from knowledge.language.normalise import canonical, fold
from knowledge.language.places import places_in

_ORGANS = FORMS["organs"]
_FIXED: dict[str, str] = {canonical(name): name for name in _ORGANS["fixed"]} | {
    "ubnd": "Ủy ban nhân dân",
    "hđnd": "Hội đồng nhân dân",
    "xã hội": "",
}
_WORDS = re.compile(
    "|".join(sorted((*_FIXED, *_ORGANS["first"], *_ORGANS["places"]), key=len, reverse=True)).join((r"(?:", r")(?!\w)|\S+"))
)
# What a scanner makes of a tone does not matter where the name is one of those that are known; a Sở bears its ministry's name.
_KNOWN = {fold(name): name for issuer in FORMS["issuers"].values() for name in (issuer, re.sub("^Bộ ", "Sở ", issuer))}
# "Bản khai" and its kin are papers, though "ban" without its mark is a board.
_LEAD = re.compile(
    rf"(?!ban (?:khai|sao|cam ket|dang ky|ke|ghi nho|thoa thuan|tuong trinh|kiem diem|thuyet minh)\b)"
    rf"(?:{'|'.join(sorted(_ORGANS['leads'], key=len, reverse=True))})\b"
)
# What a position begins with, whatever a scanner made of the rest of it: "Phó Thủ Tuúng" is nobody's name.
_POSITIONS = ("pho", "quyen", "thu", "chanh", "cuc", "giam")
# What a scanner makes of the tone of a family name does not matter where only one bears these letters and a mark.
_FAMILIES = {fold(name): name for name in FORMS["people"]["families"]}
_PERSON_WORD = rf"[{UPPER}](?:[{LOWER}]+|(?=\s))"
_PERSON = re.compile(rf"^{_PERSON_WORD}(?:\s+{_PERSON_WORD}){{1,4}}$")
_TITLES = re.compile(
    rf"^(?:(?:{'|'.join(re.escape(t) + ('' if t.endswith('.') else chr(92) + 'b') for t in FORMS['people']['titles'])})\s*)+", re.I
)
_LAW = re.compile(r"\b(bộ luật|luật) (\w)", re.IGNORECASE)
_SIGNED = re.compile(r"^\(?\s*đã ký\s*\)?\s*:?\s*", re.IGNORECASE)


def leads(text: str) -> bool:
    """Whether a line starts with the word of an organ: bộ, sở, ủy ban…"""
    return bool(_LEAD.match(fold(text)))


def proper_name(text: str) -> str:
    """An organ's name in the capitals of running text; a name that is not all capitals stays."""
    text = " ".join(text.split()).strip(" -–_.,;:*")
    if not text.isupper():
        return text
    text = _spelt(text)
    words: list[str] = []
    capital, place = True, False
    for position, word in enumerate(_WORDS.findall(canonical(text))):
        fixed = _FIXED.get(word)
        if word in _ORGANS["places"]:
            words.append(_upper(word) if position == 0 else word)
            place = True
        else:
            words.append(fixed or (word.title() if place else _upper(word) if capital else word))
        capital = (
            (word in ("và", "-", "–") and not place)
            or word.endswith(",")
            or (word in _ORGANS["first"] and capital)
            or fixed in _ORGANS["leading"]
        )
    name = " ".join(words)
    return _KNOWN.get(fold(name)) or _with_places(name).replace(" Và ", " và ")


def _spelt(text: str) -> str:
    """Capitals with the tones put right of words and places that a letterhead is known to hold: a scanner's "CẤN THƠ"."""
    places = places_in(text)
    for words in (*_ORGANS["fixed"], *(f"tỉnh {place}" for place in places), *places):
        found = re.search(rf"\b{re.escape(fold(words))}\b", fold(text))
        if found and canonical(found[0]) != canonical(words):
            text = text[: found.start()] + words.upper() + text[found.end() :]
    return text


def sentence(text: str) -> str:
    """A title in capitals as a sentence writes it; places keep their capitals."""
    if not text.isupper():
        return text
    return _LAW.sub(lambda law: _upper(law[1]) + " " + law[2].upper(), _with_places(_upper(text.lower())))


def person(text: str) -> tuple[str, float]:
    """A person's name with its confidence, academic titles left out; ("", 0) when the line is none."""
    name = _TITLES.sub("", _SIGNED.sub("", text)).strip(" .,;")
    name = name.title() if name.isupper() and 2 <= len(name.split()) <= 5 else name
    if not _PERSON.match(name) or places_in(name) == (name,) or fold(name).split()[0] in _POSITIONS:
        return "", 0.0
    family = name.split()[0]
    if not family.isascii() and (known := _FAMILIES.get(fold(family))):
        name = known + name[len(family) :]
    return name, 0.95 if fold(name).split()[0] in FORMS["people"]["surnames"] else 0.5


def _upper(word: str) -> str:
    return word[:1].upper() + word[1:]


def _with_places(text: str) -> str:
    for place in places_in(text):
        text = re.sub(rf"(?<!\w){re.escape(place)}(?!\w)", place, text, flags=re.IGNORECASE)
    return text
