"""What does not belong to the text of a printed page: running headers, page numbers, words torn apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from ingest.readers.lines import Line
from ingest.readers.syllable import is_syllable
from knowledge.language.normalise import fold

_PAGE_NUMBER = re.compile(r"^[\W_]*(?:trang|page|tr\.)?[\s:]*(?:\d{1,4}|[ivxl]{1,6})\s*(?:[/|]\s*\d{1,4})?[\W_]*$", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_PAIR = re.compile(r"\b([^\W\d_]+) ([^\W\d_]+)\b")
_VOWELS = "aăâeêioôơuưy"
_EDGE_LINES = 3
_BODY = re.compile(
    r"^(?:điều|chương|mục|khoản|phần|phụ lục)\s+[\divxlc]+|^\d{1,3}[.)]\s|^[a-zđ]\)\s|^[-+•]\s*[^\W\d]|"
    r"cộng h|độc lập|^số\s?:|ngày.{1,14}tháng.{1,14}năm|nơi nhận|kính gửi|ủy ban nhân dân|^(?:tm|kt|tl)\.",
    re.IGNORECASE,
)


def is_page_number(text: str) -> bool:
    """Whether a line is nothing but a page number: "12", "- 3 -", "Trang 4/10"."""
    return bool(_PAGE_NUMBER.match(text))


def line_key(text: str) -> str:
    """A line without its numbers, so that "Trang 3" and "Trang 4" are one."""
    return _DIGITS.sub("#", " ".join(fold(text).split()))


def without_running(pages: Sequence[Sequence[Line]]) -> Iterator[list[int]]:
    """For each page the indexes of the lines to keep: from its top and bottom running lines and page numbers are peeled off."""
    tops = [_set_apart(lines) for lines in pages]
    bottoms = [_set_apart(lines[::-1]) for lines in pages]
    running = _running([{line_key(line.text) for line in (*top, *bottom)} for top, bottom in zip(tops, bottoms, strict=True)])
    for lines, top, bottom in zip(pages, tops, bottoms, strict=True):
        start, stop = _peeled(lines, len(top), running), len(lines) - _peeled(lines[::-1], len(bottom), running)
        yield list(range(start, max(start, stop)))


def _set_apart(lines: Sequence[Line]) -> list[Line]:
    """The outermost lines up to a gap that is wider than between lines of the text; none when there is no such gap."""
    gaps = [max(inner.top - line.bottom, line.top - inner.bottom) for line, inner in pairwise(lines)]
    usual = median(gaps) if len(gaps) > 3 else 0.0
    for count, (line, gap) in enumerate(zip(lines[:_EDGE_LINES], gaps, strict=False), start=1):
        if gap > max(0.8 * (line.bottom - line.top), 1.5 * usual):
            return [line for line in lines[:count] if not _BODY.search(line.text)]
    return []


def _running(pages: Sequence[set[str]]) -> set[str]:
    """Keys that stand at the edge of a third of the pages at least; headers may differ on odd and even pages."""
    counts = Counter(key for keys in pages for key in keys)
    least = max(2, (len(pages) + 2) // 3)
    return {key for key, count in counts.items() if count >= least and key}


def _peeled(lines: Sequence[Line], apart: int, running: set[str]) -> int:
    """How many lines go, from the outermost."""
    for count, line in enumerate(lines[:_EDGE_LINES]):
        if not is_page_number(line.text) and not (count < apart and line_key(line.text) in running):
            return count
    return min(len(lines), _EDGE_LINES)


def mend(text: str) -> str:
    """Put torn words together: "ĐIỀ U KHO ẢN" is "ĐIỀU KHOẢN".

    A piece that is no syllable tells that the line is torn; only there are pieces joined that could stand alone.
    """
    mended, certain = _join(text, certain=True)
    return _join(mended, certain=False)[0] if certain else text


def apart(word: str) -> str:
    """A word that is two run together, "Tựdo", with a blank before the only consonant where it can be parted; others as they are."""
    if word.isascii() or not word.isalpha() or is_syllable(word):
        return word
    starts = (i for i in range(1, len(word)) if fold(word[i]) not in _VOWELS)
    parted = [f"{word[:i]} {word[i:]}" for i in starts if is_syllable(word[:i]) and is_syllable(word[i:])]
    return parted[0] if len(parted) == 1 else word


def _join(text: str, *, certain: bool) -> tuple[str, bool]:
    joined = False
    words = text.split(" ")
    out: list[str] = []
    for word in words:
        before = out[-1] if out else ""
        amount = len(before) == 1 and len(out) > 1 and out[-2][-1:].isdigit()  # the đồng of "10.000 đ"
        if before and not amount and _belong(before, word, certain=certain):
            out[-1] = before + word
            joined = True
        else:
            out.append(word)
    return " ".join(out), joined


def _belong(first: str, second: str, *, certain: bool) -> bool:
    core = second.rstrip(".,;:)”")
    if not (first.isalpha() and core.isalpha() and (first + core).isupper() | core.islower()) or not is_syllable(first + core):
        return False
    toned = not second.isascii() or not first.isascii()
    if certain:
        return toned and (not is_syllable(first) or not is_syllable(core))
    return fold(core)[:1] in _VOWELS and fold(first)[-1:] in _VOWELS and toned and first.isascii()
