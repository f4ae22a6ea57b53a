"""PDF through PDFium: the text layer in reading order, ruled tables, paragraphs; pages without text by OCR.

A page whose letters make no words (a broken font map) counts as a page without text.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.clean import without_running
from ingest.models import Block, RawDocument, Refused
from ingest.readers import ocr, pdf_page, progress
from ingest.readers.legacy import Fonts
from ingest.readers.pdf_flow import flow
from ingest.readers.pdf_page import Page
from ingest.readers.scans import read_pictures

_MOST_PAGES = 5_000
_ENCRYPTED = 4
_OCR_DPI = 200
_MOST_PIXELS = 4000


def read(path: Path) -> Iterator[RawDocument]:
    """One document; each block knows the page it starts on and where its lines stand."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise Refused(_reason(path, error)) from error
    with pdf:
        if not 0 < len(pdf) <= _MOST_PAGES:
            raise Refused(f"Tệp PDF có {len(pdf)} trang; chỉ đọc được tệp có từ 1 đến {_MOST_PAGES} trang.")
        counter = progress.Pages(len(pdf))
        pages = list(_pages(pypdfium2, pdf, counter))
        found, details = tuple(_document_blocks(pdf, pages, counter)), _details(pages)
    if not found:
        raise Refused("Tệp PDF không có chữ nào đọc được, kể cả khi nhận dạng chữ trên ảnh.")
    yield RawDocument("", found, {"file_name": path.stem, **details})


def _reason(path: Path, error: Exception) -> str:
    if getattr(error, "err_code", None) == _ENCRYPTED:
        return "Tệp PDF đặt mật khẩu. Hãy bỏ mật khẩu rồi nạp lại."
    with path.open("rb") as stream:
        if b"%PDF-" not in stream.read(1024):
            return "Tệp này không phải PDF, dù tên có đuôi .pdf. Hãy xem lại tệp gốc."
    tail = path.read_bytes()[-2048:] if path.stat().st_size < 1 << 30 else b""
    if b"%%EOF" not in tail:
        return "Tệp PDF bị cắt cụt: thiếu phần cuối. Hãy gửi lại tệp đầy đủ."
    return "Tệp PDF bị hỏng, không mở được."


def _pages(pypdfium2: Any, pdf: Any, counter: progress.Pages) -> Iterator[Page]:
    written = 0
    for index in range(len(pdf)):
        page = pdf_page.load(pypdfium2, pdf, index)
        written += bool(page.segments)
        counter.done(written)
        yield page


def _document_blocks(pdf: Any, pages: list[Page], counter: progress.Pages) -> Iterator[Block]:
    fonts = Fonts(run for page in pages for run in page.runs)
    for page in pages:
        pdf_page.decode(page, fonts)
    _read_scans(pdf, [page for page in pages if page.scanned and page.width], counter, len(pages))
    kept = without_running([page.lines for page in pages])
    for page, indexes in zip(pages, kept, strict=True):
        page.lines = [page.lines[i] for i in indexes]
    yield from flow(pages)


def _read_scans(pdf: Any, scans: list[Page], counter: progress.Pages, total: int) -> None:
    """Fill scanned pages with what OCR reads; where OCR is not installed they stay as they are."""
    if not scans or not ocr.installed():
        return
    pictures = (_picture(pdf, page) for page in scans)
    for number, (page, found) in enumerate(zip(scans, read_pictures(pictures), strict=True), start=1):
        for line in found:
            line.page = page.number
        page.lines = found or page.lines
        counter.done(total - len(scans) + number)


def _picture(pdf: Any, page: Page) -> tuple[Any, float]:
    """The page as a picture, and the points of one of its pixels."""
    scale = min(_OCR_DPI / 72, _MOST_PIXELS / max(page.width, 1))
    return pdf[page.number - 1].render(scale=scale).to_pil(), 1 / scale


def _details(pages: list[Page]) -> dict[str, Any]:
    scanned = [page for page in pages if page.scanned and page.lines]
    if not scanned:
        return {"pages": len(pages)}
    sure = ocr.mean_confidence(line for page in scanned for line in page.lines)
    return {"pages": len(pages), "scanned_pages": [page.number for page in scanned], "ocr_confidence": sure}
