"""Personal data that people type is hidden before anything is stored, logged or handed to a model.

What an office publishes stays: a question about a hotline, or about the mailbox of an agency, names no person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.replies import part
from knowledge.language.normalise import clean, fold
from knowledge.language.personal_data import NAMES, PersonalKind, PersonalSpan, masked, personal_data

_AROUND = 45
# "sdt0912345678": a long number that sticks to the word before it is read as if there were a space.
_STUCK = re.compile(r"(?<=[^\W\d_])(?=[+]?\d(?:[ .-]?\d){7})")
_HOTLINE = re.compile(r"\b(?:hotline|duong day nong|tong dai)\b")
_AGENCY = re.compile(
    r"\b(?:so (?!dt|dien|may|cua|moi)[a-z]+|ubnd|uy ban|bo (?!toi|me|em)[a-z]+|cong an|cuc|vien|trung tam|van phong|co quan"
    r"|phong (?!tro))\b"
)
_OWN = re.compile(r"\b(?:toi|minh|em|nha|rieng|ca nhan)\b")
# Landlines: an area code, or 069, the network of army and police.
_LANDLINE = re.compile(r"\D*(?:0|84)\D*(?:2|69)")
_ROLE_MAILBOX = re.compile(
    r"(?:van ?thu|vanphong|gopy|info|contact|lienhe|hotro|support|bbt|banbientap|toasoan|tiepcongdan|hanhchinhcong|"
    r"s(?:o)?(?:khcn|tttt|yt|gddt|nv|tc|xd|ct|tp|vhtt|nnmt)|ubnd[a-z]*)(?:[.-]\w+)*@[\w.-]*gov\.vn"
)
# A mark with the words that lead to it: "sđt của tôi là [số điện thoại]" asks nothing.
_LEADING = (
    "c+d|cmnd|cmt|can cuoc|cong dan|chung minh|nhan dan|ho chieu|passport|s?dt|dien thoai|phone|zalo|so|moi|e?mail|hop thu|gui ve|"
    "stk|tk|tai khoan|ngan hang|dia chi|nha|rieng|o|tru|thuong|tam|tai|bien|xe|bks|cua|la|my|is|toi|minh|em|qua|vao|lien he|goi"
)
_LED = re.compile(rf"(?:\b(?:{_LEADING})\b[ :.,]+)*\[(?:{'|'.join(map(fold, NAMES.values()))})\][ ,.;:]*")


@dataclass(frozen=True, slots=True)
class Hidden:
    """The cleaned text with personal data replaced by "[số điện thoại]", and the names of what was hidden, once each."""

    text: str
    kinds: tuple[str, ...] = ()


def hide(text: str) -> Hidden:
    """Hide personal data; text that was hidden before comes back as it is, with what was hidden in it."""
    cleaned = clean(text)
    spaced = _STUCK.sub(" ", cleaned)
    plain = "".join(_ascii(c) for c in spaced)
    spans = [span for span in personal_data(plain) if not _is_public(span, plain)]
    hidden = masked(spaced, spans) if spans else cleaned
    return Hidden(hidden, tuple(_named(hidden)))


def told_of(kinds: Sequence[str]) -> list[str]:
    """A word to those who sent personal data; empty when nothing was hidden."""
    if not kinds:
        return []
    *others, last = kinds
    return [part("personal_data", kinds=part("both", first=", ".join(others), last=last) if others else last)]


def without_marks(text: str) -> str:
    """The text without the marks and the words that lead to them, for searching; as it is when nothing else is there."""
    parts, done, folded = [], 0, fold(text)
    if len(folded) != len(text):  # Korean, for one, is folded into more letters than it has
        return text
    for match in _LED.finditer(folded):
        parts.append(text[done : match.start()])
        done = match.end()
    left = "".join([*parts, text[done:]]).strip()
    return left if any(c.isalnum() for c in left) else text


def _named(hidden: str) -> Iterator[str]:
    return (NAMES[kind] for kind in PersonalKind if f"[{NAMES[kind]}]" in hidden)


def _ascii(character: str) -> str:
    """Digits of other scripts and widths as ASCII digits: they carry the same number."""
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def _is_public(span: PersonalSpan, text: str) -> bool:
    """Whether this is the hotline, the landline or the mailbox of an office rather than somebody's own."""
    value = fold(text[span.start : span.end])
    before = fold(text[max(0, span.start - _AROUND) : span.start])
    if span.kind is PersonalKind.EMAIL:
        return _ROLE_MAILBOX.fullmatch(value) is not None
    if span.kind is not PersonalKind.PHONE or _OWN.search(before):
        return False
    around = f"{before} {fold(text[span.end : span.end + _AROUND])}"
    return bool(_HOTLINE.search(before) or (_LANDLINE.match(value) and _AGENCY.search(around)))
