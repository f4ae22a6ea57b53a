"""Letters in a picture of a page: `trueocr` reads it (0.4 s of one core, its networks lie in the wheel).

The page is put upright and level, seals and signatures in colour are taken out, each line is read. Where Tesseract with
Vietnamese is installed, it reads the lines that trueocr is unsure of a second time. What stays unsure is told with the
line: the word's number and its other readings.
"""

from __future__ import annotations

import importlib.util
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ingest.clean import apart, mend
from ingest.models import Doubt
from ingest.readers import tesseract
from ingest.readers.geometry import Turn
from ingest.readers.ink import gray_of, is_blank
from ingest.readers.layout import lines
from ingest.readers.letters import Word
from ingest.readers.lines import Line, Segment
from ingest.readers.scan_page import ReadLine, ScanPage, read_page
from ingest.readers.second_reading import agreed
from knowledge.language.normalise import clean

_UNSURE = 0.95


def installed() -> bool:
    """Whether pictures can be read at all."""
    return importlib.util.find_spec("trueocr") is not None


def page_lines(image: Any, scale: float = 1.0) -> list[Line]:
    """The lines of a page, in reading order.

    Args:
        image: a PIL image.
        scale: the size of a pixel in the units that boxes are told in.
    """
    if is_blank(gray_of(image)):
        return []
    page = read_page(image)
    segments = [_segment(line, words, page.turn, scale) for line, words in _heard_twice(page) if words]
    return lines(segments, float(page.gray.shape[1]))


def mean_confidence(found: Iterable[Line]) -> float:
    """How sure the reader is of the lines, weighted by their length: 0 to 1."""
    weighed = [(line.confidence, len(line.text)) for line in found]
    return round(sum(c * n for c, n in weighed) / max(1, sum(n for _, n in weighed)), 3)


def _heard_twice(page: ScanPage) -> Iterator[tuple[ReadLine, list[Word]]]:
    """Each line with its words; lines with an unsure word are read by Tesseract too."""
    unsure = [i for i, line in enumerate(page.lines) if any(word.sure < _UNSURE for word in line.words)]
    second = tesseract.read(page.gray, [page.lines[i].box for i in unsure]) if tesseract.installed() else []
    heard = dict(zip(unsure, second, strict=False))
    for i, line in enumerate(page.lines):
        yield line, agreed(line.words, heard[i]) if heard.get(i) else list(line.words)


def _segment(line: ReadLine, words: Sequence[Word], turn: Turn, scale: float) -> Segment:
    whole = _whole(words)
    x0, top, x1, bottom = line.box
    doubts = tuple(Doubt(number, word.readings) for number, word in enumerate(whole) if len(word.readings) > 1)
    text = " ".join(word.text for word in whole)
    return Segment(x0, x1, top, bottom, [["", text]], round(line.sure, 2), doubts, turn.back(line.box, scale))


def _whole(words: Sequence[Word]) -> list[Word]:
    """The words with those put together that the scan tore apart, and those parted that it ran together."""
    left = deque(word for word in words if clean(word.text))
    found: list[Word] = []
    for text in mend(" ".join(clean(word.text) for word in left)).split():
        parts: list[Word] = []
        while left and sum(len(clean(part.text)) for part in parts) < len(text):
            parts.append(left.popleft())
        if len(parts) == 1 and apart(parts[0].text) == parts[0].text:
            found.append(parts[0])
        else:
            # What was mended is doubted no more.
            found += (Word(piece, min(part.sure for part in parts), ((piece, 0.0),)) for piece in apart(text).split())
    return found
