"""Text for Zalo, cut into messages. Zalo allows 2,000 characters; whether before or after markup is removed is not known,
so a piece has at most 1,800 and still fits when it is marked up.

Bold is all the markup there is. A piece in which a character of the text itself could be read as markup stays plain:
how Zalo reads an escaped one is not documented.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST, MOST_WITH_MARKUP = 1800, 2000
# From the best place to cut to the worst.
_CUTS = tuple(re.compile(pattern) for pattern in (r"\n\n", r"\n", r"(?<=[.!?;…])\s", r"\s"))
_SMALLEST_SHARE = 0.5
_RISKY = re.compile(r"[*_`~\\|<>]|^\s*#|\]\(", re.MULTILINE)
_FORBIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127]) | dict.fromkeys(range(0xD800, 0xE000), "�")


@dataclass(frozen=True, slots=True)
class Piece:
    """One message. `markdown` is empty when it would say no more than `plain`, or could be misread."""

    plain: str
    markdown: str = ""


@dataclass(slots=True)
class Text:
    """Text under construction."""

    text: str = ""
    bold: list[tuple[int, int]] = field(default_factory=list)

    def add(self, text: str, *, bold: bool = False) -> None:
        """More text."""
        clean = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).translate(_FORBIDDEN)
        start = len(self.text)
        self.text += clean
        if bold and clean.strip():
            self.bold.append((start, len(self.text)))

    def pieces(self) -> list[Piece]:
        """The text as messages; blank stretches at a cut are dropped."""
        return [Piece(self.text[start:end], self._markdown(start, end)) for start, end in self._stretches()]

    def _stretches(self) -> Iterator[tuple[int, int]]:
        start, end = 0, len(self.text.rstrip())
        while start < end:
            while self.text[start].isspace():
                start += 1
            stop = next_cut(self.text, start, end)
            yield start, start + len(self.text[start:stop].rstrip())
            start = stop

    def _markdown(self, start: int, end: int) -> str:
        inside = [(max(a, start), min(b, end)) for a, b in self.bold if a < end and b > start]
        if not inside or _RISKY.search(self.text[start:end]):
            return ""
        out, here = [], start
        for a, b in inside:
            marked = "\n".join(_bold(line) for line in self.text[a:b].split("\n"))
            out += [self.text[here:a], marked]
            here = b
        marked_up = "".join([*out, self.text[here:end]])
        return marked_up if units(marked_up) <= MOST_WITH_MARKUP else ""


def _bold(line: str) -> str:
    """Blanks at the ends stay outside of the marks."""
    words = line.strip()
    return line.replace(words, f"**{words}**", 1) if words else line


def units(text: str) -> int:
    """Length in UTF-16 code units, the larger of the two ways in which Zalo may count."""
    return len(text) + sum(char > "\uffff" for char in text)


def next_cut(text: str, start: int, end: int, most: int = MOST) -> int:
    """Where the piece that begins at `start` ends: at the best place in the second half of what fits."""
    if units(text[start:end]) <= most:
        return end
    fits, room = start, most
    while (room := room - units(text[fits])) >= 0:
        fits += 1
    earliest = start + int((fits - start) * _SMALLEST_SHARE)
    for pattern in _CUTS:
        places = [match.end() for match in pattern.finditer(text, earliest, fits)]
        if places:
            return places[-1]
    while fits > start + 1 and unicodedata.combining(text[fits]):
        fits -= 1
    return fits


def shortened(text: str, most: int) -> str:
    """The beginning of a text, cut between words."""
    text = " ".join(text.split())
    return text if units(text) <= most else f"{text[: next_cut(text, 0, len(text), most - 1)].rstrip()}…"
