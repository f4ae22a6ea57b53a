"""Ruled tables of a PDF page: the drawn lines that touch make a grid, and text falls into its cells.

A missing line between two cells means that they are one; its text then counts for all the columns and rows it
spans, so that each row can be read alone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from ctypes import byref, c_float
from dataclasses import dataclass
from typing import Any

from ingest.readers.lines import Rect, Segment
from ingest.readers.pdf_frame import Frame
from ingest.readers.tables import SPANNED

_THIN = 2.5
_NEAR = 3.0
_MOST_OBJECTS = 20_000
_PATH = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line: at `at` across, from `start` to `end` along."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Grid:
    """The lines of one table, and the distinct x and y they stand at."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]

    def holds(self, segment: Segment) -> bool:
        middle = (segment.top + segment.bottom) / 2
        return self.ys[0] - 1 <= middle <= self.ys[-1] + 1 and self.xs[0] - _NEAR <= (segment.x0 + segment.x1) / 2 <= self.xs[-1] + _NEAR


def grids(raw: Any, page: Any, frame: Frame) -> list[Grid]:
    """The ruled tables of the page, from the top."""
    across, down = _rules(raw, page, frame)
    found = []
    for h, v in _touching(across, down):
        xs, ys = _distinct([r.at for r in v]), _distinct([r.at for r in h])
        if len(xs) >= 3 and len(ys) >= 3:
            found.append(Grid(tuple(xs), tuple(ys), tuple(h), tuple(v)))
    return sorted(found, key=lambda g: g.ys[0])


def _rules(raw: Any, page: Any, frame: Frame) -> tuple[list[Rule], list[Rule]]:
    across: list[Rule] = []
    down: list[Rule] = []
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    for index in range(min(raw.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        shape = raw.FPDFPage_GetObject(page, index)
        if raw.FPDFPageObj_GetType(shape) != _PATH:
            continue
        if not raw.FPDFPageObj_GetBounds(shape, byref(left), byref(bottom), byref(right), byref(top)):
            continue
        x0, y0, x1, y1 = frame.shown(left.value, bottom.value, right.value, top.value)
        if y1 - y0 <= _THIN and x1 - x0 > 8:
            across.append(Rule((y0 + y1) / 2, x0, x1))
        elif x1 - x0 <= _THIN and y1 - y0 > 4:
            down.append(Rule((x0 + x1) / 2, y0, y1))
        elif 4 <= raw.FPDFPath_CountSegments(shape) <= 6 and x1 - x0 > 8 and y1 - y0 > 8:
            across += [Rule(y0, x0, x1), Rule(y1, x0, x1)]
            down += [Rule(x0, y0, y1), Rule(x1, y0, y1)]
    return across, down


def _touching(across: list[Rule], down: list[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Groups of lines that meet, by joining the heights of vertical lines that overlap."""
    spans: list[list[float]] = []
    for rule in sorted(down, key=lambda r: r.start):
        if spans and rule.start <= spans[-1][1] + _NEAR:
            spans[-1][1] = max(spans[-1][1], rule.end)
        else:
            spans.append([rule.start, rule.end])
    for start, end in spans:
        h = [r for r in across if start - _NEAR <= r.at <= end + _NEAR]
        v = [r for r in down if start - _NEAR <= r.start <= end + _NEAR]
        yield h, v


def _distinct(values: list[float]) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _NEAR:
            kept.append(value)
    return kept


def rows(grid: Grid, parts: Sequence[Segment]) -> tuple[list[list[str]], list[Rect]]:
    """The table's rows of cells, and the box of each row; text a cell shares with those it spans is marked with SPANNED there."""
    height, width = len(grid.ys) - 1, len(grid.xs) - 1
    origin = {(r, c): _origin(grid, r, c) for r in range(height) for c in range(width)}
    texts: dict[tuple[int, int], list[Segment]] = {}
    for segment in parts:
        r = min(max(bisect_right(grid.ys, (segment.top + segment.bottom) / 2) - 1, 0), height - 1)
        c = min(max(bisect_right(grid.xs, segment.x0 + 2) - 1, 0), width - 1)
        texts.setdefault(_root(origin, (r, c)), []).append(segment)
    cells = {at: " ".join(s.text.strip() for s in sorted(found, key=lambda s: (round(s.top), s.x0))) for at, found in texts.items()}
    table: list[list[str]] = []
    boxes: list[Rect] = []
    for r in range(height):
        row = []
        for c in range(width):
            root = _root(origin, (r, c))
            text = cells.get(root, "")
            row.append(text if root == (r, c) or not text else SPANNED + text)
        if any(text and not text.startswith(SPANNED) for text in row):
            table.append(row)
            boxes.append((grid.xs[0], grid.ys[r], grid.xs[-1], grid.ys[r + 1]))
    return table, boxes


def _origin(grid: Grid, r: int, c: int) -> tuple[int, int]:
    """The neighbour this cell is one with: the left one, the one above, or itself."""
    y, x = (grid.ys[r] + grid.ys[r + 1]) / 2, (grid.xs[c] + grid.xs[c + 1]) / 2
    if c and not any(abs(v.at - grid.xs[c]) <= _NEAR and v.start - 1 <= y <= v.end + 1 for v in grid.down):
        return r, c - 1
    if r and not any(abs(h.at - grid.ys[r]) <= _NEAR and h.start - 1 <= x <= h.end + 1 for h in grid.across):
        return r - 1, c
    return r, c


def _root(origin: dict[tuple[int, int], tuple[int, int]], cell: tuple[int, int]) -> tuple[int, int]:
    while origin[cell] != cell:
        cell = origin[cell]
    return cell
