"""What a text is made of for the check: ordinary syllables, and facts, each a single token with one spelling.

Kinds of tokens: "" (a syllable), "|" (a clause ends), "." (a sentence or item ends), quantity, percent, date, month, day,
year, document, legal (Điều 9), code (5G), actor (an office or a title), party (doanh nghiệp), person, place, name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.generation.grounding.vocabulary import function_words

MARK, END = "|", "."
# These are looked up as they stand in a row of syllables.
IN_A_ROW = ("name", "person", "place", "code")


@dataclass(frozen=True, slots=True)
class Token:
    """`word` is a canonical syllable or a fact's value; `note` is the comparator of a quantity ("at_least")."""

    word: str
    kind: str = ""
    note: str = ""

    @property
    def is_fact(self) -> bool:
        """Whether it is more than a syllable."""
        return self.kind not in ("", MARK, END)

    @property
    def is_content(self) -> bool:
        """Whether it is a syllable that carries content."""
        return not self.kind and self.word not in function_words()

    @property
    def family(self) -> str:
        """Tokens of one family could be taken for one another."""
        if self.kind in ("quantity", "percent"):
            return "quantity"
        if self.kind in ("date", "month", "day", "year"):
            return "time"
        return "bearer" if self.kind in ("actor", "name") else self.kind


@dataclass(frozen=True, slots=True)
class Reading:
    """The tokens of a text, and its syllables in a row (" bộ khoa học … ") to look names up in."""

    tokens: tuple[Token, ...]
    flat: str

    @property
    def facts(self) -> Iterator[Token]:
        """The facts in order."""
        return (token for token in self.tokens if token.is_fact)

    @property
    def content(self) -> list[str]:
        """The syllables that carry content, in order."""
        return [token.word for token in self.tokens if token.is_content]
