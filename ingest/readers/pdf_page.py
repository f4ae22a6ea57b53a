"""One PDF page: characters to segments, rows and lines in reading order.

A segment is a stretch of one row without a wide gap. Rows that keep two segments apart at the same gutter are
columns (of a report, of a letterhead, of a signature block) and are read one column after the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from ctypes import byref, c_int, c_void_p, cast, create_string_buffer
from dataclasses import dataclass, field
from typing import Any

_LETTERHEAD = re.compile(r"độc lập|§éc lËp|nơi nhận|n¬i nhËn|^(tm|kt|tl|q)\.\s|^số\s?:|^sè\s?:|cộng h|céng h", re.IGNORECASE)
_GAP = 1.1
_SPACE = 0.35
_SPACE_UNWRITTEN = 0.11
_SUBSET = re.compile(r"^[A-Z]{6}\+")

# The x of a table's vertical lines, and the heights where it starts and ends.
Ruled = tuple[tuple[float, ...], float, float]
_BREAKS = frozenset((10, 13))
_BLANKS = frozenset((9, 10, 13, 32, 160))
_LEADER = re.compile(r"[.…_]{4,}")


@dataclass(slots=True)
class Segment:
    """Runs of (font, text) and their box, y growing downwards from the top of the page."""

    x0: float
    x1: float
    top: float
    bottom: float
    runs: list[list[str]] = field(default_factory=list)
    confidence: float = 1.0

    @property
    def text(self) -> str:
        return "".join(text for _, text in self.runs)

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(slots=True)
class Line:
    """A line to read, with the edges of the column it stands in; `alone` lines are never joined with the next."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    left: float
    right: float
    bold: bool = False
    alone: bool = False
    page: int = 0
    confidence: float = 1.0


def segments(raw: Any, text_page: Any, height: float, ruled: Sequence[Ruled] = ()) -> list[Segment]:
    """The page's text in segments, in the file's own order; none crosses a line of the `ruled` tables.

    `raw` is the module pypdfium2.raw, `text_page` its handle. The loop runs for every letter of every page: most
    letters follow the one before in the same word, and leave by the first branch.
    """
    found: list[Segment] = []
    current = Segment(0.0, -1e9, 0.0, 1.0)
    box, names = raw.FS_RECTF(), dict[int | None, str]()
    held: list[str] = []
    space, spaced, end = _space(raw, text_page), True, -1e9
    unicode_at, box_at, pointer = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, byref(box)
    for index in range(raw.FPDFText_CountChars(text_page)):
        code = unicode_at(text_page, index)
        if code in _BLANKS:
            spaced = spaced or code in _BREAKS or not raw.FPDFText_IsGenerated(text_page, index)
            continue
        if not box_at(text_page, index, pointer):
            continue
        x0, top, bottom = box.left, height - box.top, height - box.bottom
        gap, size = x0 - end, bottom - top
        character = "\ufffe" if code == 2 else chr(code)
        if not spaced and -size < gap < 0.1 * size and abs(bottom - current.bottom) < 0.1 * size:
            held.append(character)
            end = max(end, box.right)
            continue
        _write(current, held, end)
        size = max(size, 1.0)
        font = _font_at(raw, text_page, index, names)
        apart = min(bottom, current.bottom) - max(top, current.top) < 0.5 * min(size, current.height)
        if apart or gap > _GAP * size or gap < -2 * size or (gap > 2 and _crosses(ruled, end, x0, top)):
            current = Segment(x0, box.right, top, bottom, [[font, ""]])
            found.append(current)
            end = box.right
        elif gap > space * size or (spaced and gap > 0.04 * size):
            held.append(" ")
        if current.runs[-1][0] != font:
            _write(current, held, end)
            current.runs.append([font, ""])
        held.append(character)
        end, spaced = max(end, box.right), False
        if size > current.height:
            current.top, current.bottom = top, bottom
    _write(current, held, end)
    return found


def _write(segment: Segment, held: list[str], end: float) -> None:
    """Put the letters held back into the segment's last run."""
    if held:
        segment.runs[-1][1] += "".join(held)
        held.clear()
    segment.x1 = max(segment.x1, end)


def _space(raw: Any, text_page: Any) -> float:
    """The gap, in heights of a line, that parts words: narrow where the file writes no space characters itself."""
    count = min(raw.FPDFText_CountChars(text_page), 600)
    written = sum(raw.FPDFText_GetUnicode(text_page, i) == 32 and not raw.FPDFText_IsGenerated(text_page, i) for i in range(count))
    return _SPACE if written * 20 > count else _SPACE_UNWRITTEN


def _crosses(ruled: Sequence[Ruled], x0: float, x1: float, top: float) -> bool:
    return any(start - 1 <= top <= end and any(x0 - 0.5 <= x <= x1 + 0.5 for x in xs) for xs, start, end in ruled)


def _font_at(raw: Any, text_page: Any, index: int, names: dict[int | None, str]) -> str:
    """The name of a letter's font; `names` keeps it by the address of the text object the letter belongs to."""
    key = cast(raw.FPDFText_GetTextObject(text_page, index), c_void_p).value
    if key not in names:
        names[key] = _font(raw, text_page, index)
    return names[key]


def _font(raw: Any, text_page: Any, index: int) -> str:
    name, flags = create_string_buffer(128), c_int()
    size = raw.FPDFText_GetFontInfo(text_page, index, name, 128, byref(flags))
    return _SUBSET.sub("", name.raw[: max(0, min(size, 128) - 1)].decode("latin-1"))


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
    return Line(text, row[0].x0, row[-1].x1, min(s.top for s in row), max(s.bottom for s in row), 0, 0, bold, len(row) > 2, confidence=sure)
