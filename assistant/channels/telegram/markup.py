"""Telegram's HTML, cut into messages of 4,000 UTF-16 units: tags are closed at a cut and opened again after it.

A text is built as plain text with styled stretches; only a finished piece becomes HTML. So no cut can fall into a tag or
an entity. https://core.telegram.org/bots/api#html-style
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

MOST_UNITS = 4000
BOLD, ITALIC = ("<b>", "</b>"), ("<i>", "</i>")
QUOTE, FOLDED = ("<blockquote>", "</blockquote>"), ("<blockquote expandable>", "</blockquote>")
Tag = tuple[str, str]
# From the best place to cut to the worst.
_CUTS = tuple(re.compile(pattern) for pattern in (r"\n\n", r"\n", r"(?<=[.!?;…])\s", r"\s"))
_SMALLEST_SHARE = 0.5


def link(url: str) -> Tag:
    """An address to open."""
    return f'<a href="{escape(url)}">', "</a>"


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str) -> str:
    """As much of a plain text as fits into one message."""
    return text[: _fitting(text)].encode("utf-8", "replace").decode()


@dataclass(frozen=True, slots=True)
class Piece:
    """One message: the same as HTML and as plain text."""

    html: str
    plain: str


@dataclass(slots=True)
class Markup:
    """Text under construction. Stretches lie inside one another or apart, never across."""

    text: str = ""
    stretches: list[tuple[int, int, Tag]] = field(default_factory=list)

    def add(self, text: str, *tags: Tag) -> None:
        """More text, under these tags; the first is the outermost."""
        clean = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).translate(_FORBIDDEN)
        if not clean:
            return
        start = len(self.text)
        self.text += clean
        self.stretches += [(start, len(self.text), tag) for tag in tags]

    def pieces(self) -> list[Piece]:
        """The text as messages; blank stretches at a cut are dropped."""
        return [Piece(self._html(start, end), self.text[start:end]) for start, end in self._cuts()]

    def _cuts(self) -> Iterator[tuple[int, int]]:
        start, end = 0, len(self.text.rstrip())
        while start < end:
            while start < end and self.text[start].isspace():
                start += 1
            cut = _next_cut(self.text, start, end)
            yield start, start + len(self.text[start:cut].rstrip())
            start = cut

    def _html(self, start: int, end: int) -> str:
        inside = [(max(a, start), min(b, end), tag) for a, b, tag in self.stretches if a < end and b > start]
        out: list[str] = []
        stack: list[tuple[int, Tag]] = []
        marks = sorted({start, end, *(a for a, _, _ in inside), *(b for _, b, _ in inside)})
        for here, following in zip(marks, [*marks[1:], end], strict=True):
            while stack and stack[-1][0] <= here:
                out.append(stack.pop()[1][1])
            for a, b, tag in inside:
                if a == here and b > a:
                    out.append(tag[0])
                    stack.append((b, tag))
            out.append(escape(self.text[here:following], quote=False))
        return "".join(out)


_FORBIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127]) | dict.fromkeys(range(55296, 57344), "�")


def _next_cut(text: str, start: int, end: int) -> int:
    """Where the piece that begins at `start` ends: at the best place in the second half of what fits."""
    if units(text[start:end]) <= MOST_UNITS:
        return end
    fits = start + _fitting(text[start:end])
    earliest = start + int((fits - start) * _SMALLEST_SHARE)
    for pattern in _CUTS:
        places = [match.end() for match in pattern.finditer(text, earliest, fits)]
        if places:
            return places[-1]
    while fits > start + 1 and unicodedata.combining(text[fits]):
        fits -= 1
    return fits


def _fitting(text: str) -> int:
    """How many characters from the beginning fit into one message."""
    room = MOST_UNITS
    for n, char in enumerate(text):
        room -= 2 if ord(char) > 0xFFFF else 1
        if room < 0:
            return n
    return len(text)
