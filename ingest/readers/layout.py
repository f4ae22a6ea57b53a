"""Segments to lines in reading order.

Rows that keep two segments apart at the same gutter are columns (of a report, of a letterhead, of a signature block)
and are read one column after the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.models import Doubt
from ingest.readers.lines import Line, Segment, around

_LETTERHEAD = re.compile(r"độc lập|§éc lËp|nơi nhận|n¬i nhËn|^(tm|kt|tl|q)\.\s|^số\s?:|^sè\s?:|cộng h|céng h", re.IGNORECASE)
_LEADER = re.compile(r"[.…_]{4,}")


def lines(parts: Sequence[Segment], width: float) -> list[Line]:
    """The segments as lines in reading order; their text is decoded already."""
    rows = _rows(parts)
    found: list[Line] = []
    at = 0
    while at < len(rows):
        stop, gutter = _columns(rows, at, width)
        if gutter is None:
            found.append(_joined(rows[at]))
            at += 1
            continue
        block = rows[at:stop]
        found += _column_lines([s for row in block for s in row if s.x1 <= gutter], block)
        found += _column_lines([s for row in block for s in row if s.x1 > gutter], block)
        at = stop
    plain = [line for line in found if not line.left and not line.right]
    left, right = min((line.x0 for line in plain), default=0.0), max((line.x1 for line in plain), default=width)
    for line in plain:
        line.left, line.right = left, right
    return found


def _rows(parts: Sequence[Segment]) -> list[list[Segment]]:
    """Segments that share a height on the page, top row first, each row from left to right."""
    rows: list[list[Segment]] = []
    for segment in sorted(parts, key=lambda s: s.top + s.bottom):
        last = rows[-1] if rows else []
        middle = (segment.top + segment.bottom) / 2
        if last and middle < (last[0].top + last[0].bottom) / 2 + 0.45 * min(segment.height, last[0].height):
            last.append(segment)
        else:
            rows.append([segment])
    for row in rows:
        row.sort(key=lambda s: s.x0)
    return rows


def _columns(rows: list[list[Segment]], start: int, width: float) -> tuple[int, float | None]:
    """Where the columns that begin at row `start` end, and the x of their gutter; None when there are none."""
    low, high, both, stop, kept = 0.0, width, 0, start, start
    for at in range(start, len(rows)):
        row = rows[at]
        halves = _halves(row, low, high)
        if halves is None or (at > start and row[0].top - rows[at - 1][0].bottom > 3.5 * row[0].height):
            break
        if len(row) > 1 and halves[1] < width:
            both += 1
        low, high, stop = halves[0], halves[1], at + 1
        if len(row) > 1 or row[0].x1 <= low + 1 or row[0].x0 >= high - 1:
            kept = stop
    block = rows[start:kept]
    wide = [s.x1 - s.x0 for row in block for s in row if len(row) == 2]
    letterhead = len(block) <= 14 and any(_LETTERHEAD.search(s.text) for row in block for s in row)
    prose = both >= 4 and bool(wide) and sum(wide) / len(wide) > 0.25 * width
    if both and (prose or (letterhead and len(rows[start]) == 2)):
        return kept, (low + high) / 2
    return start + 1, None


def _halves(row: list[Segment], low: float, high: float) -> tuple[float, float] | None:
    """The gutter narrowed by one more row; None when the row crosses it."""
    if len(row) > 2:
        return None
    if len(row) == 2:
        low, high = max(low, row[0].x1), min(high, row[1].x0)
    elif (row[0].x0 + row[0].x1) / 2 < (low + high) / 2 and row[0].x1 < high:
        low = max(low, row[0].x1)
    elif row[0].x0 > low:
        high = min(high, row[0].x0)
    else:
        return None
    return (low, high) if high - low > 6 else None


def _column_lines(parts: list[Segment], block: list[list[Segment]]) -> Iterator[Line]:
    """The lines of one column; those of a letterhead or a signature stand alone."""
    if not parts:
        return
    left, right = min(s.x0 for s in parts), max(s.x1 for s in parts)
    alone = any(_LETTERHEAD.search(s.text) for row in block for s in row) and len(block) <= 14
    for segment in parts:
        line = _joined([segment])
        line.left, line.right, line.alone = left, right, alone
        yield line


def _joined(row: list[Segment]) -> Line:
    bold = sum(len(text) for s in row for font, text in s.runs if "bold" in font.lower()) * 2 > sum(len(s.text) for s in row)
    separator = " " if len(row) == 1 or any(_LEADER.search(s.text) for s in row) else " | " if len(row) > 2 else " "
    text = separator.join(s.text.strip() for s in row)
    sure = min(s.confidence for s in row)
    line = Line(text, row[0].x0, row[-1].x1, min(s.top for s in row), max(s.bottom for s in row), 0, 0, bold, len(row) > 2, confidence=sure)
    if any(s.paper for s in row):
        line.doubts, line.paper = tuple(_doubts(row, separator)), around([s.box for s in row])
    return line


def _doubts(row: list[Segment], separator: str) -> Iterator[Doubt]:
    """The doubts of a row's segments, counted in words of the whole row."""
    before = 0
    for segment in row:
        yield from (Doubt(before + doubt.word, doubt.readings) for doubt in segment.doubts)
        before += len(segment.text.split()) + len(separator.split())
