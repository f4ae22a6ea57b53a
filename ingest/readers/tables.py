"""Rows of cells to text that can be quoted: "STT: 1; Tên nhiệm vụ: …; Cơ quan chủ trì: …", one row a line.

Vietnamese offices also use tables to place things (the letterhead, the signature); those are no tables of data
and are read as paragraphs, cell by cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

Rows = Sequence[Sequence[str]]

GROUP = 700
# Stands before the text of a cell that a merged neighbour spans into: it names a column, but is not there twice.
SPANNED = "\ue000"
_LONGEST_HEADER = 120
_YEAR = re.compile(r"\D*(19|20)\d\d\D*|[\d/\-]*(19|20)\d\d")
_LETTERHEAD = re.compile(r"c[ộôo]ng\s+h[òo]a|cộng\s+hoà|độc lập\s*-\s*tự do|nơi nhận|^(TM|KT|TL|TUQ|Q)\.\s", re.IGNORECASE | re.MULTILINE)


def is_layout(rows: Rows) -> bool:
    """Whether a table only places text on the page: one row or column, a letterhead, or cells of several paragraphs."""
    filled = [[cell for cell in row if cell and not cell.startswith(SPANNED)] for row in rows]
    if max(map(len, rows), default=0) < 2 or sum(bool(row) for row in filled) < 2:
        return True
    first = filled if len(rows) <= 6 else [row for row in filled if row][:2]
    return any(_LETTERHEAD.search(cell) for row in first for cell in row)


def row_groups(rows: Rows) -> Iterator[str]:
    """Rows as text in groups of about `GROUP` characters, the header row as it stands before the first of them."""
    yield from ("\n".join(text for text, _ in group) for group in numbered_groups(rows))


def numbered_groups(rows: Rows) -> Iterator[list[tuple[str, int]]]:
    """The same groups line by line, each line with the number of the row it was made of."""
    written = [[" ".join(cell.split()) for cell in row if cell and not cell.startswith(SPANNED)] for row in rows]
    rows = [[" ".join(cell.removeprefix(SPANNED).split()) for cell in row] for row in rows]
    start, names = header(rows)
    depth = names_depth(rows, start) if names else 0
    as_written = [(" | ".join(row), number) for number, row in enumerate(written) if row]
    if not names:
        yield from _grouped(as_written)
        return
    head = [(line, number) for line, number in as_written if number < start + depth]
    yield from ([line] for line in head[: len(head) - depth])
    below = ((row_text(row, names), number) for number, row in enumerate(rows[start + depth :], start=start + depth))
    yield from _grouped((*head[-depth:], *((line, number) for line, number in below if line)))


def header(rows: Rows) -> tuple[int, list[str]]:
    """Index of the header row and the columns' names; no names when no row looks like one."""
    width = max((sum(map(bool, row)) for row in rows), default=0)
    for index, row in enumerate(rows[:-1]):
        cells = [cell for cell in row if cell]
        enough = len(_distinct(row)) >= max(2, (width + 1) // 2)
        numbers = sum(map(_is_number, cells))
        if enough and all(len(c) <= _LONGEST_HEADER for c in cells) and numbers * 3 <= len(cells) and not (numbers and width < 3):
            names = list(row)
            for below in rows[index + 1 : index + names_depth(rows, index)]:
                names = [" ".join(dict.fromkeys(filter(None, (a, b)))) for a, b in _padded(names, below)]
            return index, names
    return 0, []


def names_depth(rows: Rows, start: int) -> int:
    """How many rows the header takes: a row below without any number that fills gaps of the first belongs to it."""
    first, depth = rows[start], 1
    for below in rows[start + 1 : start + 3]:
        gaps = sum(bool(b) and (not a or first.count(a) > 1) for a, b in _padded(first, below))
        blanks = sum(bool(a) and not b for a, b in _padded(first, below))
        named = [cell for cell in below if cell]
        if not (gaps and blanks and not below[0]) or any(len(c) > 30 or re.fullmatch(r"[\d.,]{5,}", c) for c in named):
            break
        depth += 1
    return depth if start + depth < len(rows) else 1


def row_text(row: Sequence[str], names: Sequence[str]) -> str:
    """One row: "name: value" for each filled cell; a row of one cell (a group title) stands as it is."""
    pairs = [(name, cell) for name, cell in _padded(names, row) if cell]
    if len({cell for _, cell in pairs}) == 1:
        return pairs[0][1]
    return "; ".join(f"{name.rstrip(':')}: {cell}" if name else cell for name, cell in pairs)


def _grouped(lines: Iterable[tuple[str, int]]) -> Iterator[list[tuple[str, int]]]:
    held: list[tuple[str, int]] = []
    size = 0
    for line, number in lines:
        if held and size + len(line) > GROUP:
            yield held
            held, size = [], 0
        held.append((line, number))
        size += len(line)
    if held:
        yield held


def _padded(first: Sequence[str], second: Sequence[str]) -> Iterator[tuple[str, str]]:
    width = max(len(first), len(second))
    yield from zip([*first, *[""] * (width - len(first))], [*second, *[""] * (width - len(second))], strict=True)


def _distinct(row: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(cell for cell in row if cell))


def _is_number(cell: str) -> bool:
    digits = sum(c.isdigit() for c in cell)
    return digits > sum(c.isalpha() for c in cell) and not _YEAR.fullmatch(cell)
