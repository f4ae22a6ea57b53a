"""Letters in a picture of a page: `trueocr` first (0.5 s a page, its models lie in the wheel).

Where Tesseract with Vietnamese is installed, it reads the lines that trueocr is unsure of a second time; the reading
with more Vietnamese syllables stays.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from ingest.clean import mend
from ingest.readers import tesseract
from ingest.readers.pdf_page import Line, Segment, lines
from ingest.readers.syllable import readable_share
from knowledge.language.normalise import clean

_UNSURE = 0.9
_WORTHLESS = 0.35
_GOOD_PAGE = 0.6
_MOST_SECOND = 20


def installed() -> bool:
    """Whether pictures can be read at all."""
    return importlib.util.find_spec("trueocr") is not None


@lru_cache(maxsize=1)
def _model() -> Any:
    import trueocr

    return trueocr.load_model(threads=min(4, os.cpu_count() or 1))


def page_lines(image: Any) -> list[Line]:
    """The lines of a page, in reading order; `image` is a PIL image. Slanted and turned pages are put right.

    trueocr turns a page only when it is sure; a page that reads badly is tried the other ways round.
    """
    upright = image.convert("RGB")
    result = _model().predict(upright)
    if _worth(_lines(result)) < _GOOD_PAGE:
        turned = (_model().predict(upright.rotate(turn, expand=True)) for turn in (90, 270, 180))
        result = max(result, *turned, key=lambda r: _worth(_lines(r)))
    found = _lines(result, _second_readings(result.image, _legible(result)))
    for line in found:
        line.text = mend(clean(line.text))
    return found


def _legible(result: Any) -> list[dict[str, Any]]:
    return [line for line in result.lines if line["confidence"] >= _WORTHLESS and clean(line["text"])]


def _lines(result: Any, better: Mapping[int, str] | None = None) -> list[Line]:
    """The result's lines in our reading order; `better` texts take the place of those at their index."""
    better = better or {}
    segments = [_segment(line["bbox"], better.get(i, clean(line["text"])), line["confidence"]) for i, line in enumerate(_legible(result))]
    return lines(segments, float(result.image.width))


def _worth(found: list[Line]) -> float:
    """How well a page was read, 0 to 1: the reader's confidence times the share of words that are words."""
    text = " ".join(line.text for line in found)
    return mean_confidence(found) * readable_share(text) * min(1.0, len(text) / 40)


def _segment(box: Sequence[float], text: str, confidence: float) -> Segment:
    return Segment(float(box[0]), float(box[2]), float(box[1]), float(box[3]), [["", text]], round(float(confidence), 3))


def mean_confidence(found: Iterable[Line]) -> float:
    """How sure the reader is of the lines, weighted by their length: 0 to 1."""
    weighed = [(line.confidence, len(line.text)) for line in found]
    return round(sum(c * n for c, n in weighed) / max(1, sum(n for _, n in weighed)), 3)


def _second_readings(image: Any, read: Sequence[dict[str, Any]]) -> dict[int, str]:
    """What Tesseract makes of unsure lines, where that is better Vietnamese."""
    unsure = [i for i, line in enumerate(read) if line["confidence"] < _UNSURE][:_MOST_SECOND]
    if not unsure or not tesseract.installed():
        return {}
    found = {i: clean(tesseract.line_text(image.crop(_padded(read[i]["bbox"])))) for i in unsure}
    return {i: text for i, text in found.items() if text and readable_share(text) > readable_share(read[i]["text"])}


def _padded(box: Sequence[int]) -> tuple[int, int, int, int]:
    return max(0, box[0] - 4), max(0, box[1] - 4), box[2] + 4, box[3] + 4
