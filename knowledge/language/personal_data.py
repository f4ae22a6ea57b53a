"""Personal data in running text: what kind stands where. Documents are checked for it, and questions are masked.

Each pattern finds the form of a number; the words near it say whose it is. A span is `certain` when such words
stand there (or its form leaves no doubt), so that a question may hide every span and a document only be held back
for the certain ones. Matching ignores case and diacritics: people type "so cccd", files hold "SỐ CĂN CƯỚC".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from knowledge.language.home_address import home_addresses
from knowledge.language.personal_forms import ACCOUNT, CUES, EMAIL, IDENTITY, PASSPORT, PHONE, PLATE, is_citizen_number


class PersonalKind(StrEnum):
    """What a piece of personal data is."""

    IDENTITY = "identity"
    PHONE = "phone"
    EMAIL = "email"
    BANK_ACCOUNT = "bank_account"
    HOME_ADDRESS = "home_address"
    LICENCE_PLATE = "licence_plate"


NAMES: Mapping[PersonalKind, str] = {
    PersonalKind.IDENTITY: "số căn cước",
    PersonalKind.PHONE: "số điện thoại",
    PersonalKind.EMAIL: "địa chỉ email",
    PersonalKind.BANK_ACCOUNT: "số tài khoản",
    PersonalKind.HOME_ADDRESS: "địa chỉ nhà",
    PersonalKind.LICENCE_PLATE: "biển số xe",
}
_BEFORE, _AFTER = 45, 28
_FEWEST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class PersonalSpan:
    """text[start:end] is personal data of this kind; `certain` when the words around it or its form say so."""

    kind: PersonalKind
    start: int
    end: int
    certain: bool


def personal_data(text: str) -> list[PersonalSpan]:
    """Every span that looks like personal data, in order, none overlapping another."""
    folded, place = _folded(text)
    found = [span for find in _FINDERS for span in find(folded)]
    found.sort(key=lambda span: (not span.certain, span.start - span.end))
    kept: list[PersonalSpan] = []
    taken = bytearray(len(folded))
    for span in found:
        if not any(taken[span.start : span.end]):
            kept.append(span)
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
    return [PersonalSpan(s.kind, place[s.start], place[s.end], s.certain) for s in sorted(kept, key=lambda s: s.start)]


def masked(text: str, spans: Sequence[PersonalSpan] | None = None, names: Mapping[PersonalKind, str] = NAMES) -> str:
    """The text with each span replaced by its kind in brackets: "CCCD của tôi là [số căn cước]"."""
    parts, done = [], 0
    for span in personal_data(text) if spans is None else spans:
        parts += [text[done : span.start], f"[{names[span.kind]}]"]
        done = span.end
    return "".join([*parts, text[done:]])


def _plain(code: int) -> int:
    letter = unicodedata.normalize("NFD", chr(code))[0].lower()
    return ord("d") if letter == "đ" else ord(letter) if len(letter) == 1 else code


# Lower case without diacritics for each code below Vietnamese's last one; a table, since documents are long.
_PLAIN = np.array([_plain(code) for code in range(0x1F00)], np.uint32)


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """Lower case without diacritics, and for each of its characters (and its end) the place in `text`."""
    place: Sequence[int] = range(len(text) + 1)
    if not unicodedata.is_normalized("NFC", text):
        place = [*(i for i, letter in enumerate(text) if not unicodedata.combining(letter)), len(text)]
        text = "".join(text[i] for i in place[:-1])
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    plain = np.where(codes < len(_PLAIN), _PLAIN[np.minimum(codes, len(_PLAIN) - 1)], codes)
    return plain.tobytes().decode("utf-32-le", "surrogatepass"), place


def _nearest_cue(folded: str, start: int, end: int) -> str | None:
    """Whose number stands at start:end, by the last telling word before it, else the first one after it."""
    before = folded[max(0, start - _BEFORE) : start]
    last = max(((m.end(), kind) for kind, cue in CUES.items() for m in cue.finditer(before)), default=None)
    if last:
        far = last[1] == "account" and any(c.isdigit() for c in before[last[0] :])
        return None if far else last[1]
    after = folded[end : end + _AFTER].split("\n")[0]
    first = min(((m.start(), kind) for kind, cue in CUES.items() for m in cue.finditer(after)), default=None)
    return first[1] if first else None


def _identities(folded: str) -> Iterator[PersonalSpan]:
    for match in IDENTITY.finditer(folded):
        digits = re.sub(r"\D", "", match[0])
        cued = _nearest_cue(folded, *match.span()) == "identity"
        if cued or is_citizen_number(digits):
            yield PersonalSpan(PersonalKind.IDENTITY, *match.span(), cued)
    if "ho chieu" in folded or "passport" in folded:
        for match in PASSPORT.finditer(folded):
            yield PersonalSpan(PersonalKind.IDENTITY, *match.span("number"), True)


def _phones(folded: str) -> Iterator[PersonalSpan]:
    for match in PHONE.finditer(folded):
        cue = _nearest_cue(folded, *match.span())
        if cue in (None, "phone", "address"):
            opening = re.search(r"\(?\+?\(?$", folded[max(0, match.start() - 3) : match.start()])
            yield PersonalSpan(PersonalKind.PHONE, match.start() - len(opening[0] if opening else ""), match.end(), cue == "phone")


def _accounts(folded: str) -> Iterator[PersonalSpan]:
    for match in ACCOUNT.finditer(folded):
        if sum(map(str.isdigit, match[0])) >= _FEWEST_DIGITS and _nearest_cue(folded, *match.span()) == "account":
            yield PersonalSpan(PersonalKind.BANK_ACCOUNT, *match.span(), True)


def _emails(folded: str) -> Iterator[PersonalSpan]:
    if "@" in folded:
        for match in EMAIL.finditer(folded):
            yield PersonalSpan(PersonalKind.EMAIL, *match.span(), True)


def _addresses(folded: str) -> Iterator[PersonalSpan]:
    for start, end, certain in home_addresses(folded):
        yield PersonalSpan(PersonalKind.HOME_ADDRESS, start, end, certain)


def _plates(folded: str) -> Iterator[PersonalSpan]:
    for match in PLATE.finditer(folded):
        cued = _nearest_cue(folded, *match.span()) == "plate"
        if cued or match["dotted"]:
            yield PersonalSpan(PersonalKind.LICENCE_PLATE, *match.span(), cued)


_FINDERS: tuple[Callable[[str], Iterator[PersonalSpan]], ...] = (_identities, _phones, _accounts, _emails, _addresses, _plates)
