"""The number and symbol of a document ("127/QĐ-TTg"): found in a line, and read for the kind and the issuer that they name."""

from __future__ import annotations

import re

from ingest.official.rows import FORMS

_SIGN = r"[A-ZĐ][\wĐ&.]*"
_NUMBER = re.compile(
    r"(?:^|(?<=\s))(?:(?:Luật|LUẬT|Bộ luật|Pháp lệnh|PHÁP LỆNH|Nghị quyết|NGHỊ QUYẾT|Lệnh)\s+)?"
    # A scanner makes any letter of the ố, or leaves it out.
    r"[Ss](?:[^\W\dA-NP-Za-np-z]|(?=\s?:))\s*([:;.]?)\s*"
    rf"([\dOolI]{{1,5}}[a-zđ]?)\s*(?:/\s*(\d{{4}})\s*)?([/-]\s*{_SIGN}(?:\s?[-–—/]\s?{_SIGN})*)"
)
_SLIPS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})
_MENDED = {"QD": "QĐ", "ND": "NĐ", "CD": "CĐ", "QyD": "QyĐ", "QÐ": "QĐ", "HDND": "HĐND", "BGDDT": "BGDĐT", "TTG": "TTg", "TTR": "TTr"}


def number_in(text: str) -> tuple[str, bool, tuple[int, int]] | None:
    """A document's number after "Số", whether a colon stood there, and its span."""
    match = _NUMBER.search(text)
    if not match or not any(c.isdigit() for c in match[2]):
        return None
    lead = re.sub(r"^[OolI\d]+", lambda m: m[0].translate(_SLIPS), match[2])
    symbol = re.sub(r"\s+", "", match[4]).replace("–", "-").replace("—", "-").rstrip(".")
    symbol = "".join(_MENDED.get(part, part) for part in re.split(r"([/-])", symbol))
    return f"{lead}{'/' + match[3] if match[3] else ''}{symbol}", bool(match[1]), match.span()


def kind_of_number(number: str) -> str | None:
    """The kind that a number's symbol names; "Công văn" when it names only organs."""
    signs = re.split(r"[/-]", number)[1:]
    signs = signs[1:] if signs and signs[0].isdigit() else signs
    if not signs or re.fullmatch(r"(?:UBTV)?QH\d+", signs[0]):
        return None
    return FORMS["kinds"].get(signs[0]) or ("Công văn" if len(signs) > 1 and "-" in number else None)


def issuer_of_number(number: str) -> str | None:
    """The issuer that a number's symbol names, where it is one of the central organs."""
    for sign in reversed(re.split(r"[/-]", number)[1:]):
        if issuer := FORMS["issuers"].get(re.sub(r"\d+$", "", sign)):
            return str(issuer)
    return None
