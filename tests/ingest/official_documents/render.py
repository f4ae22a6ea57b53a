"""Papers as the files offices have: lines of text in several layouts, with a scanner's slips, DOCX, PDF, and a scanned PDF."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path
from typing import Any

import numpy as np

from ingest.models import RawDocument
from ingest.readers import docx, pdf, text
from ingest.slips import without_slips
from knowledge.language.tones import ToneModel
from tests.ingest.official_documents.paper import Paper
from tests.ocr_report.sheets import Spoil, blurred, noisy, sealed, skewed

_FONTS = Path("/usr/share/fonts/truetype/dejavu")
_SPOILS: tuple[tuple[Spoil, ...], ...] = ((noisy,), (skewed,), (blurred, noisy), (skewed, sealed))
_SLIPS = (
    ("CỘNG HÒA", "CỘNG HOÀ"),
    ("Độc lập", "Độc lap"),
    ("Nơi nhận", "Noi nhận"),
    ("Như trên", "Nhu trên"),
    ("Số: ", "Sõ: "),
    ("Kính gửi", "Kinh gửi"),
    ("Hạnh phúc", "Hạnh phủc"),
    ("Điều 2.", "Điêu 2."),
    ("Chương II\n", "Chương Il\n"),
    ("\nđ) ", "\nd) "),
)


def columns(paper: Paper) -> list[str]:
    """One line after the other, the left column of the letterhead before the right."""
    return [*paper.left, *paper.right, *_rest(paper)]


def merged(paper: Paper) -> list[str]:
    """The two columns of letterhead and closing on the same lines, as a screen reader or a copy from a PDF gives them."""
    head = [f"{left}   {right}".strip() for left, right in zip_longest(paper.left, paper.right, fillvalue="")]
    return [*head, *paper.titles, *paper.addressed, *paper.body, *_closing_merged(paper), *_annexes(paper)]


def _rest(paper: Paper) -> list[str]:
    return [*paper.titles, *paper.addressed, *paper.body, *_recipients(paper), *paper.signature, paper.signer, *_annexes(paper)]


def _recipients(paper: Paper) -> list[str]:
    return ["Nơi nhận:", *(f"- {name}" for name in paper.recipients)] if paper.recipients else []


def _closing_merged(paper: Paper) -> list[str]:
    return [f"{a}   {b}".strip() for a, b in zip_longest(_recipients(paper), [*paper.signature, paper.signer], fillvalue="")]


def _annexes(paper: Paper) -> list[str]:
    return [str(line) for line in paper.more.get("annex", ())]  # type: ignore[attr-defined]


def as_text(paper: Paper, folder: Path) -> RawDocument:
    """A text file with blank lines between paragraphs."""
    return _text(folder, "\n\n".join(columns(paper)))


def as_merged_text(paper: Paper, folder: Path) -> RawDocument:
    """A text file without blank lines, both columns on one line."""
    return _text(folder, "\n".join(merged(paper)))


def as_slipping_text(paper: Paper, folder: Path) -> RawDocument:
    """A text file with the slips of a scanner."""
    written = "\n".join(columns(paper))
    for right, wrong in _SLIPS:
        written = written.replace(right, wrong)
    return _text(folder, written)


def _text(folder: Path, written: str) -> RawDocument:
    path = folder / "van-ban.txt"
    path.write_text(written, encoding="utf-8")
    (raw,) = text.read(path)
    return raw


def as_docx(paper: Paper, folder: Path) -> RawDocument:
    """A Word file: letterhead and closing in tables without rules."""
    from docx import Document as Word

    word = Word()
    _word_columns(word, paper.left, paper.right)
    for line in (*paper.titles, *paper.addressed, *paper.body):
        word.add_paragraph(line)
    _word_columns(word, _recipients(paper) or [""], [*paper.signature, "", paper.signer])
    for line in _annexes(paper):
        word.add_paragraph(line)
    path = folder / "van-ban.docx"
    word.save(str(path))
    (raw,) = docx.read(path)
    return raw


def _word_columns(word: Any, left: list[str], right: list[str]) -> None:
    cells = word.add_table(rows=1, cols=2).rows[0].cells
    for cell, lines in zip(cells, (left, right), strict=True):
        cell.text = lines[0]
        for line in lines[1:]:
            cell.add_paragraph(line)


def as_pdf(paper: Paper, folder: Path) -> RawDocument:
    """A PDF with a text layer, the letterhead in two columns."""
    return _read_pdf(_pdf(paper, folder / "van-ban.pdf"))


def as_scan(paper: Paper, folder: Path) -> RawDocument:
    """A PDF of page images, spoiled in a way that its name decides, read by OCR and repaired as an ingest does it."""
    import pypdfium2

    spoils = _SPOILS[sum(map(ord, paper.name)) % len(_SPOILS)]
    source = pypdfium2.PdfDocument(_pdf(paper, folder / "goc.pdf"))
    pages = [page.render(scale=200 / 72).to_pil().convert("RGB") for page in source]
    source.close()
    for spoil in spoils:
        pages = [spoil(page, 200, np.random.default_rng(number)) for number, page in enumerate(pages)]
    path = folder / "ban-quet.pdf"
    pages[0].save(path, save_all=True, append_images=pages[1:], resolution=200, quality=80)
    return without_slips(_read_pdf(path), ToneModel({}, {}))


def _read_pdf(path: Path) -> RawDocument:
    (raw,) = pdf.read(path)
    return raw


def _pdf(paper: Paper, path: Path) -> Path:
    from fpdf import FPDF

    made: Any = FPDF(format="A4")
    made.add_font("serif", "", _FONTS / "DejaVuSerif.ttf")
    made.add_font("serif", "B", _FONTS / "DejaVuSerif-Bold.ttf")
    made.set_margins(30, 20, 20)
    made.add_page()
    _pdf_columns(made, paper.left, paper.right, 9)
    for line in paper.titles:
        _centred(made, line, bold=True)
    made.ln(4)
    for line in (*paper.addressed, *paper.body):
        _pdf_line(made, line)
    made.ln(4)
    _pdf_columns(made, _recipients(paper) or [""], [*paper.signature, "", paper.signer], 10)
    for line in _annexes(paper):
        _pdf_line(made, line)
    made.output(str(path))
    return path


def _pdf_columns(made: Any, left: list[str], right: list[str], size: int) -> None:
    if made.get_y() > 220:
        made.add_page()
    made.set_font("serif", size=size)
    top = made.get_y()
    made.set_xy(20, top)
    made.multi_cell(72, 5.5, "\n".join(left), align="C")
    bottom = made.get_y()
    made.set_xy(98, top)
    made.multi_cell(97, 5.5, "\n".join(right), align="C")
    made.set_xy(30, max(bottom, made.get_y()) + 6)


def _centred(made: Any, line: str, *, bold: bool) -> None:
    made.set_font("serif", "B" if bold else "", 12)
    made.multi_cell(0, 6.5, line, align="C", new_x="LMARGIN", new_y="NEXT")
    made.ln(2)


def _pdf_line(made: Any, line: str) -> None:
    if line.isupper() or line.startswith(("Chương ", "Phụ lục ", "Mục ", "(Ban hành")):
        _centred(made, line, bold=not line.startswith("("))
        return
    made.set_font("serif", size=11)
    made.multi_cell(0, 6, line, align="J", new_x="LMARGIN", new_y="NEXT")
    made.ln(1.5)


LAYOUTS: dict[str, Callable[[Paper, Path], RawDocument]] = {
    "text": as_text,
    "merged": as_merged_text,
    "slips": as_slipping_text,
    "docx": as_docx,
    "pdf": as_pdf,
    "scan": as_scan,
}
