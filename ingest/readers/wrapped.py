"""Plain text that was broken into lines of one width, as letters and copies from a PDF are: its lines back to paragraphs.

A line goes on in the next when it is as wide as the text, does not end a sentence, and the next opens no part of its own.
The short lines of a letterhead, of titles and of lists stay as they are; so do tables, whose rows begin anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.readers.paragraphs import ENDS, STARTS

_FEWEST_LINES = 8
_NARROWEST, _WIDEST = 50, 120
_FULL = 0.8
_WIDE_ONES = 0.9
_MOSTLY, _SMALL = 0.35, 0.5


def width_of(lines: Sequence[str]) -> int:
    """The width that a text was broken at, in letters; 0 when its lines are as long as they like, or are no prose."""
    written = [line.strip() for line in lines if line.strip()]
    lengths = sorted(map(len, written))
    if len(lengths) < _FEWEST_LINES or lengths[-1] > _WIDEST:
        return 0
    width = lengths[int(_WIDE_ONES * (len(lengths) - 1))]
    after = [line for before, line in pairwise(written) if len(before) >= _FULL * width]
    small = sum(line[:1].islower() for line in after)
    return width if width >= _NARROWEST and len(after) >= _MOSTLY * len(written) and small >= _SMALL * len(after) else 0


def without_page_numbers(lines: Sequence[str]) -> list[str]:
    """The lines without those that only count the pages, one more each time; where numbers do anything else, all lines."""
    numbers = [int(line) for line in lines if line.strip().isdecimal() and len(line.strip()) < 4]
    counting = bool(numbers) and numbers[0] in (1, 2) and all(b == a + 1 for a, b in pairwise(numbers))
    return [line for line in lines if not (counting and line.strip().isdecimal() and len(line.strip()) < 4)]


def unwrapped(lines: Sequence[str], width: int) -> Iterator[str]:
    """The lines with those joined that were broken at this width."""
    held: list[str] = []
    before = ""
    for line in map(str.strip, lines):
        if held and not _goes_on(before, line, width):
            yield " ".join(held)
            held = []
        held.append(line)
        before = line
    if held:
        yield " ".join(held)


def _goes_on(before: str, line: str, width: int) -> bool:
    if not line or len(before) < _FULL * width or STARTS.match(line) or before.isupper() != line.isupper():
        return False
    return line[:1].islower() or not before.endswith(ENDS)
