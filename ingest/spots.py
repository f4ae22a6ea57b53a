"""Where words stand on their pages, kept through the cutting of blocks into units and chunks.

A spot holds the words from its own number up to the next spot's; words are what blanks part, so that joining lines and
cutting between words leave the numbers right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ingest.models import Spot
from knowledge.models import Box

_LINE = 1.6


def cut(spots: Sequence[Spot], first: int, count: int) -> tuple[Spot, ...]:
    """The spots of `count` words from number `first` on, numbered from there."""
    ends = [spot.word for spot in spots[1:]] + [first + count]
    held = (spot for spot, end in zip(spots, ends, strict=False) if spot.word < first + count and end > first)
    return tuple(Spot(max(0, spot.word - first), spot.box) for spot in held)


def pieces(spots: Sequence[Spot], texts: Iterable[str]) -> Iterator[tuple[Spot, ...]]:
    """The spots of each of the consecutive `texts` that a text was cut into."""
    first = 0
    for text in texts:
        count = len(text.split())
        yield cut(spots, first, count)
        first += count


def page_of(spots: Sequence[Spot], otherwise: int | None) -> int | None:
    """The page of the first word; `otherwise` where no spot tells."""
    return spots[0].box.page if spots else otherwise


def boxes(spots: Iterable[Spot]) -> tuple[Box, ...]:
    """One box for lines that stand below one another on a page; a new one for the next column or page."""
    found: list[Box] = []
    for spot in spots:
        if found and _below(found[-1], spot.box):
            found[-1] = _both(found[-1], spot.box)
        elif spot.box not in found:
            found.append(spot.box)
    return tuple(found)


def _below(box: Box, line: Box) -> bool:
    """Whether `line` stands in or closely under `box`."""
    height = line.y1 - line.y0
    beside = min(box.x1, line.x1) <= max(box.x0, line.x0)
    return box.page == line.page and not beside and box.y0 - height < line.y0 < box.y1 + _LINE * height


def _both(a: Box, b: Box) -> Box:
    return Box(a.page, min(a.x0, b.x0), min(a.y0, b.y0), max(a.x1, b.x1), max(a.y1, b.y1))
