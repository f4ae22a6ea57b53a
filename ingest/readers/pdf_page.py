"""One PDF page before and after its letters are known: segments and ruled tables, then lines and tables to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.clean import mend
from ingest.readers import layout, pdf_letters, pdf_tables
from ingest.readers.legacy import Fonts
from ingest.readers.lines import Line, Rect, Segment
from ingest.readers.pdf_frame import frame_of
from ingest.readers.syllable import readable_share
from ingest.readers.tables import is_layout
from knowledge.language.normalise import clean

_FEWEST_LETTERS = 20


@dataclass(slots=True)
class Table:
    """Rows of cells, the box of each row, and where the table starts."""

    top: float
    rows: list[list[str]]
    boxes: list[Rect]


@dataclass(slots=True)
class Page:
    """A page's text segments and the grids of its tables; `scanned` when it must be read by OCR."""

    number: int
    width: float
    segments: list[Segment]
    grids: list[pdf_tables.Grid]
    scanned: bool = False
    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    @property
    def runs(self) -> Iterator[tuple[str, str]]:
        """(font, text) of all that stands on the page."""
        return ((font, text) for segment in self.segments for font, text in segment.runs)


def load(pypdfium2: Any, pdf: Any, index: int) -> Page:
    """The page's letters and lines as the file has them; an empty page where PDFium cannot load it."""
    raw = pypdfium2.raw
    try:
        page = pdf[index]
    except pypdfium2.PdfiumError:
        return Page(index + 1, 0, [], [])
    text_page = page.get_textpage()
    try:
        frame = frame_of(page)
        ruled = pdf_tables.grids(raw, page.raw, frame)
        found = pdf_letters.segments(raw, text_page.raw, frame, [(g.xs, g.ys[0], g.ys[-1]) for g in ruled])
        return Page(index + 1, frame.width, found, ruled)
    finally:
        text_page.close()
        page.close()


def decode(page: Page, fonts: Fonts) -> None:
    """Segments to lines and tables in Unicode; a page with too few letters, or with letters that make no words, is a scan."""
    for segment in page.segments:
        segment.runs = [[font, fonts.decode(font, text)] for font, text in segment.runs]
    page.scanned = not _usable(" ".join(s.text for s in page.segments))
    free = page.segments
    for grid in page.grids:
        rows, boxes = pdf_tables.rows(grid, [s for s in free if grid.holds(s)])
        rows = [[mend(clean(cell)) for cell in row] for row in rows]
        if not is_layout(rows):
            page.tables.append(Table(grid.ys[0], rows, boxes))
            free = [s for s in free if not grid.holds(s)]
    page.lines = [line for line in layout.lines(free, page.width) if clean(line.text)]
    for line in page.lines:
        line.text, line.page = mend(clean(line.text).replace("\ufffe", "-")), page.number
    page.segments = []


def _usable(text: str) -> bool:
    """Whether a text layer can be read: a broken font map makes letters that are no words."""
    letters = sum(c.isalpha() for c in text)
    return letters >= _FEWEST_LETTERS and readable_share(text) >= 0.5 and text.count("\ufffd") * 10 <= letters
