"""The pages of a PDF as one flow of paragraphs and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ingest.models import Block, Spot
from ingest.readers.lines import Line
from ingest.readers.paragraphs import blocks
from ingest.readers.pdf_page import Page, Table
from ingest.readers.tables import header, names_depth, numbered_groups
from knowledge.models import Box


def flow(pages: Iterable[Page]) -> Iterator[Block]:
    """Paragraphs and tables in order; a table that goes on over the page keeps its header."""
    held: list[Line] = []
    head: list[list[str]] = []
    for page in pages:
        lines = list(page.lines)
        for table in page.tables:
            above = [line for line in lines if line.top < table.top]
            lines = [line for line in lines if line.top >= table.top]
            goes_on = bool(head) and not held and not above and len(head[0]) == len(table.rows[0])
            yield from blocks([*held, *above])
            held = []
            repeated = head if goes_on and table.rows[: len(head)] != head else []
            yield from _table_blocks(page.number, table, repeated)
            start, names = header([*repeated, *table.rows])
            head = [*repeated, *table.rows][start : start + names_depth([*repeated, *table.rows], start)] if names else []
        if lines:
            held, head = [*held, *lines], []
    yield from blocks(held)


def _table_blocks(page: int, table: Table, repeated: list[list[str]]) -> Iterator[Block]:
    """Groups of rows, each row with its box; `repeated` header rows stand on an earlier page."""
    for group in numbered_groups([*repeated, *table.rows]):
        spots, words = [], 0
        for text, row in group:
            if row >= len(repeated):
                spots.append(Spot(words, Box(page, *(round(side, 1) for side in table.boxes[row - len(repeated)]))))
            words += len(text.split())
        yield Block("\n".join(text for text, _ in group), page=page, spots=tuple(spots))
