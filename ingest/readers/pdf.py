"""PDF with a text layer, through PDFium: lines in reading order, ruled tables, paragraphs; pages without text by OCR.

A page whose letters make no words (a broken font map) counts as a page without text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.clean import mend, without_running
from ingest.models import Block, RawDocument, Refused
from ingest.readers import ocr, pdf_page, pdf_tables
from ingest.readers.legacy import Fonts
from ingest.readers.paragraphs import blocks
from ingest.readers.pdf_page import Line, Segment
from ingest.readers.syllable import readable_share
from ingest.readers.tables import header, is_layout, names_depth, row_groups
from knowledge.language.normalise import clean

_MOST_PAGES = 5_000
_FEWEST_LETTERS = 20
_ENCRYPTED = 4
_OCR_DPI = 200
_MOST_PIXELS = 4000


@dataclass(slots=True)
class Page:
    """A page's text segments and the grids of its tables; `scanned` when it must be read by OCR."""

    number: int
    width: float
    segments: list[Segment]
    grids: list[pdf_tables.Grid]
    scanned: bool = False
    lines: list[Line] = field(default_factory=list)
    tables: list[tuple[float, list[list[str]]]] = field(default_factory=list)


def read(path: Path) -> Iterator[RawDocument]:
    """One document; each block knows the page it starts on."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise Refused(_reason(path, error)) from error
    with pdf:
        if not 0 < len(pdf) <= _MOST_PAGES:
            raise Refused(f"Tệp PDF có {len(pdf)} trang; chỉ đọc được tệp có từ 1 đến {_MOST_PAGES} trang.")
        pages = [_page(pypdfium2, pdf, index) for index in range(len(pdf))]
        found, details = tuple(_document_blocks(pdf, pages)), _details(pages)
    if not found:
        raise Refused("Tệp PDF không có chữ nào đọc được, kể cả khi nhận dạng chữ trên ảnh.")
    yield RawDocument("", found, {"file_name": path.stem, **details})


def _reason(path: Path, error: Exception) -> str:
    if getattr(error, "err_code", None) == _ENCRYPTED:
        return "Tệp PDF đặt mật khẩu. Hãy bỏ mật khẩu rồi nạp lại."
    tail = path.read_bytes()[-2048:] if path.stat().st_size < 1 << 30 else b""
    if b"%%EOF" not in tail:
        return "Tệp PDF bị cắt cụt: thiếu phần cuối. Hãy gửi lại tệp đầy đủ."
    return "Tệp PDF bị hỏng, không mở được."


def _page(pypdfium2: Any, pdf: Any, index: int) -> Page:
    raw = pypdfium2.raw
    try:
        page = pdf[index]
    except pypdfium2.PdfiumError:
        return Page(index + 1, 0, [], [])
    text_page = page.get_textpage()
    try:
        width, height = page.get_size()
        ruled = pdf_tables.grids(raw, page.raw, height)
        return Page(index + 1, width, pdf_page.segments(raw, text_page.raw, height, [(g.xs, g.ys[0], g.ys[-1]) for g in ruled]), ruled)
    finally:
        text_page.close()
        page.close()


def _document_blocks(pdf: Any, pages: list[Page]) -> Iterator[Block]:
    fonts = Fonts((font, text) for page in pages for s in page.segments for font, text in s.runs)
    for page in pages:
        _decode(page, fonts)
    _read_scans(pdf, [page for page in pages if page.scanned])
    kept = without_running([page.lines for page in pages])
    for page, indexes in zip(pages, kept, strict=True):
        page.lines = [page.lines[i] for i in indexes]
    yield from _flow(pages)


def _decode(page: Page, fonts: Fonts) -> None:
    for segment in page.segments:
        segment.runs = [[font, fonts.decode(font, text)] for font, text in segment.runs]
    text = " ".join(s.text for s in page.segments)
    letters = sum(c.isalpha() for c in text)
    if letters < _FEWEST_LETTERS or readable_share(text) < 0.5 or text.count("\ufffd") * 10 > letters:
        page.scanned = True
    free = page.segments
    for grid in page.grids:
        inside = [s for s in free if grid.holds(s)]
        table = [[mend(clean(cell)) for cell in row] for row in pdf_tables.rows(grid, inside)]
        if not is_layout(table):
            page.tables.append((grid.ys[0], table))
            free = [s for s in free if not grid.holds(s)]
    page.lines = [line for line in pdf_page.lines(free, page.width) if (text := clean(line.text))]
    for line in page.lines:
        line.text, line.page = mend(clean(line.text).replace("\ufffe", "-")), page.number
    page.segments = []


def _flow(pages: list[Page]) -> Iterator[Block]:
    """Paragraphs and tables in order; a table that goes on over the page keeps its header."""
    held: list[Line] = []
    head: list[list[str]] = []
    for page in pages:
        lines = list(page.lines)
        for top, table in page.tables:
            above = [line for line in lines if line.top < top]
            lines = [line for line in lines if line.top >= top]
            goes_on = bool(head) and not held and not above and len(head[0]) == len(table[0])
            yield from blocks([*held, *above])
            held = []
            if goes_on and table[: len(head)] != head:
                table = [*head, *table]
            yield from (Block(group, page=page.number) for group in row_groups(table))
            start, names = header(table)
            head = table[start : start + names_depth(table, start)] if names else []
        if lines:
            held, head = [*held, *lines], []
    yield from blocks(held)


def _read_scans(pdf: Any, pages: list[Page]) -> None:
    """Fill scanned pages with what OCR reads; where OCR is not installed they stay as they are."""
    if not pages or not ocr.installed():
        return
    for page in pages:
        if not page.width:
            continue
        scale = min(_OCR_DPI / 72, _MOST_PIXELS / max(page.width, 1))
        found = ocr.page_lines(pdf[page.number - 1].render(scale=scale).to_pil())
        for line in found:
            line.page = page.number
        page.lines = found or page.lines


def _details(pages: list[Page]) -> dict[str, Any]:
    scanned = [page for page in pages if page.scanned and page.lines]
    if not scanned:
        return {"pages": len(pages)}
    sure = ocr.mean_confidence(line for page in scanned for line in page.lines)
    return {"pages": len(pages), "scanned_pages": [page.number for page in scanned], "ocr_confidence": sure}
