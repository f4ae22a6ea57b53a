"""A picture of a page, put upright and read line by line by the first reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Any

from ingest.readers.geometry import Turn
from ingest.readers.ink import black_of, gray_of
from ingest.readers.letters import Word, words
from ingest.readers.lines import Rect
from ingest.readers.recogniser import Recogniser, recogniser
from ingest.readers.syllable import is_syllable, readable_share

_WORTHLESS = 0.35
_GOOD_PAGE = 0.6
_SAMPLE = 12
_COLOUR_SURE = 0.9


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of a straightened page: its box there, its words, and the mean probability of its letters."""

    box: Rect
    words: tuple[Word, ...]
    sure: float

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class ScanPage:
    """The straightened page, how it was turned, and what stands on it, in no order."""

    gray: Any
    turn: Turn
    lines: tuple[ReadLine, ...]


def read_page(image: Any) -> ScanPage:
    """Read a PIL image; a page that reads badly is tried the other ways round."""
    gray, black = gray_of(image), black_of(image)
    page = _read(gray if black is None else black)
    if _worth(page.lines) < _GOOD_PAGE:
        page = _read(gray if black is None else black, _best_way(gray, page))
    return page if black is None else _with_coloured(page, gray)


def _read(gray: Any, quarters: int | None = None, most: int | None = None) -> ScanPage:
    """Straighten and read; `quarters` turns are told or found out. At most `most` lines, the longest."""
    import numpy as np

    engine = recogniser()
    height, width = gray.shape
    up = engine.upright(gray if quarters is None else np.rot90(gray, -quarters), turn=quarters is None)
    boxes = sorted(engine.boxes(up.gray), key=lambda box: box[0] - box[2])[:most]
    turn = Turn(width, height, up.quarters if quarters is None else quarters, up.degrees)
    return ScanPage(up.gray, turn, tuple(_lines(engine, up.gray, boxes)))


def _lines(engine: Recogniser, gray: Any, boxes: Sequence[Rect]) -> Iterator[ReadLine]:
    for box, letters in zip(boxes, engine.read(gray, boxes), strict=True):
        found = tuple(words(letters))
        if found and (sure := fmean(letter.probability for letter in letters)) >= _WORTHLESS:
            yield ReadLine(box, found, sure)


def _worth(lines: Sequence[ReadLine]) -> float:
    """How well a page was read, 0 to 1: the reader's confidence times the share of words that are words."""
    text = " ".join(line.text for line in lines)
    size = sum(len(line.text) for line in lines)
    sure = sum(line.sure * len(line.text) for line in lines) / max(1, size)
    return sure * readable_share(text) * min(1.0, len(text) / 40)


def _best_way(gray: Any, page: ScanPage) -> int:
    """The quarter turns with which a sample of the lines reads best."""
    worths = {quarters: _worth(_read(gray, quarters, _SAMPLE).lines) for quarters in range(4)}
    return max(worths, key=lambda quarters: (worths[quarters], quarters == page.turn.quarters))


def _with_coloured(page: ScanPage, gray: Any) -> ScanPage:
    """The page with lines printed in colour; what a seal or a stamp says is smaller, bent, or reads badly."""
    engine = recogniser()
    whole = engine.turned(gray, page.turn.quarters, page.turn.degrees)
    usual = median(line.box[3] - line.box[1] for line in page.lines) if page.lines else 0.0
    missed = [b for b in engine.boxes(whole) if b[3] - b[1] >= 0.9 * usual and not any(_overlap(b, line.box) for line in page.lines)]
    coloured = [line for line in _lines(engine, whole, missed) if line.sure >= _COLOUR_SURE and _says_something(line)]
    return ScanPage(page.gray, page.turn, (*page.lines, *coloured))


def _overlap(a: Rect, b: Rect) -> bool:
    return min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) - max(a[1], b[1]) > 0.3 * min(a[3] - a[1], b[3] - b[1])


def _says_something(line: ReadLine) -> bool:
    return len(line.words) > 1 and all(is_syllable(word.text.strip(".,:;()")) or word.text[:1].isdigit() for word in line.words)
