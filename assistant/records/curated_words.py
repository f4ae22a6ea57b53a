"""What a curated answer says, to which questions, and what bears it out; and which words are refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

_LONGEST = {"question": 500, "text": 6000, "basis": 500, "quote": 4000}
_MOST_VARIANTS, _MOST_CITATIONS = 50, 10


class Refused(ValueError):
    """A curated answer cannot be changed like this. `reason`: own_work, not_waiting, not_in_force, no_question, no_text, no_source,
    bad_citation, bad_dates, too_long.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage that bears an answer out, with its words copied, and the digest of the passage they were copied from."""

    document_id: str
    chunk_id: str
    locator: str
    quote: str
    digest: str
    in_force: bool | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """What a curated answer says, to which questions, from when to when (`valid_to` is the first day it does not hold)."""

    question: str
    text: str
    variants: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    basis: str = ""
    province: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def wordings(self) -> tuple[str, ...]:
        """The question in every wording."""
        return tuple(dict.fromkeys((self.question, *self.variants)))

    def holds_on(self, day: date) -> bool:
        """Whether the answer is meant for this day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)

    def as_json(self) -> dict[str, Any]:
        """As an object that JSON can hold; `words_of` reads it again."""
        return {**asdict(self), "valid_from": day_text(self.valid_from), "valid_to": day_text(self.valid_to)}


def words_of(data: Mapping[Any, Any]) -> Words:
    """Words again, from what `as_json` made of them."""
    rest = {name: data[name] for name in ("question", "text", "basis", "province")}
    first, last = (date.fromisoformat(data[name]) if data[name] else None for name in ("valid_from", "valid_to"))
    citations = tuple(Citation(**c) for c in data["citations"])
    return Words(variants=tuple(data["variants"]), citations=citations, **rest, valid_from=first, valid_to=last)


def checked(words: Words) -> Words:
    """The words without blanks around them, and without empty or repeated variants."""
    question, text = " ".join(words.question.split()), words.text.strip()
    variants = tuple(v for v in dict.fromkeys(" ".join(v.split()) for v in words.variants) if v and v != question)
    if not question:
        raise Refused("no_question")
    if not text:
        raise Refused("no_text")
    if words.valid_from and words.valid_to and words.valid_from >= words.valid_to:
        raise Refused("bad_dates")
    if any(not c.document_id or not c.quote.strip() for c in words.citations):
        raise Refused("bad_citation")
    longest = max(map(len, (question, *variants)))
    quotes = max((len(c.quote) for c in words.citations), default=0)
    sizes = {"question": longest, "text": len(text), "basis": len(words.basis), "quote": quotes}
    too_many = len(variants) > _MOST_VARIANTS or len(words.citations) > _MOST_CITATIONS
    if too_many or any(size > _LONGEST[name] for name, size in sizes.items()):
        raise Refused("too_long")
    return replace(words, question=question, text=text, variants=variants, basis=words.basis.strip(), province=words.province or None)


def day_text(value: date | None) -> str | None:
    """2026-11-25, or None."""
    return value.isoformat() if value else None
