"""A paper in the form of Nghị định 30/2020/NĐ-CP, Phụ lục I, made with python-docx: page, head, body, tables, figures, foot.

A4; margins 20 mm above and below, 30 mm left, 15 mm right; Times New Roman; page numbers in the middle of the top margin, from page 2.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from assistant.reporting.letterhead import Letterhead
from assistant.reporting.words import long_day, word

FONT = "Times New Roman"
BODY, HEAD, SMALL, LIST = Pt(14), Pt(13), Pt(12), Pt(11)
_HEAD_WIDTHS = (Mm(71), Mm(94))
_FOOT_WIDTHS = (Mm(82), Mm(83))
_TEXT_WIDTH = Mm(165)
_FIRST_LINE = Mm(10)
_MOTTO_RULE, _AGENCY_RULE = Mm(56), Mm(24)


class Paper:
    """One paper, written from top to bottom."""

    def __init__(self, title: str, author: str) -> None:
        self._document: Any = Document()
        self._page()
        properties = self._document.core_properties
        properties.title, properties.author, properties.language, properties.comments = title, author, "vi-VN", ""

    def save(self, file: Path) -> None:
        """Write it."""
        self._document.save(str(file))

    def head(self, letterhead: Letterhead, day: date | None, year: int) -> None:
        """Issuer and national title side by side; number, and place with date, below them. Without a day, its place is left open."""
        left, right = self._columns(_HEAD_WIDTHS, 2)[0]
        if letterhead.parent:
            _line(left, letterhead.parent.upper(), SMALL)
        _line(left, (letterhead.issuer or word("dots")).upper(), SMALL, bold=True)
        _rule(left, _HEAD_WIDTHS[0], _AGENCY_RULE)
        _line(right, word("nation"), SMALL, bold=True)
        _line(right, word("motto"), HEAD, bold=True)
        _rule(right, _HEAD_WIDTHS[1], _MOTTO_RULE)
        left, right = self._document.tables[0].rows[1].cells
        _line(left, word("number", symbol=letterhead.symbol or word("symbol", dots=word("dots"))), HEAD)
        written = long_day(day) if day else word("day_open", year=year)
        _line(right, word("place_and_day", place=letterhead.place or word("dots"), day=written), HEAD, italic=True)

    def title(self, kind: str, subject: str) -> None:
        """The kind of paper in capitals, what it is about, and the rule below."""
        self._text(kind, align=ALIGN.CENTER, bold=True, before=18)
        self._text(subject, align=ALIGN.CENTER, bold=True, after=0)
        _rule(self._document, _TEXT_WIDTH, Mm(55))

    def addressee(self, text: str) -> None:
        """Kính gửi."""
        self._text(text, align=ALIGN.CENTER, before=12, after=6)

    def heading(self, text: str) -> None:
        """A part: Roman number and capitals, bold; never alone at the foot of a page."""
        paragraph = self._text(text, bold=True, indent=True, before=6)
        paragraph.style = self._document.styles["Heading 1"]
        paragraph.paragraph_format.keep_with_next = True

    def text(self, text: str) -> None:
        """A paragraph of the body."""
        self._text(text, indent=True, align=ALIGN.JUSTIFY)

    def figure(self, file: Path, caption: str) -> None:
        """A picture over the whole width, its caption below; the caption is its description for those who do not see it."""
        paragraph = self._document.add_paragraph()
        paragraph.alignment = ALIGN.CENTER
        paragraph.paragraph_format.keep_with_next = True
        picture = paragraph.add_run().add_picture(str(file), width=_TEXT_WIDTH)
        picture._inline.docPr.set("descr", caption)
        self._text(caption, align=ALIGN.CENTER, italic=True, size=HEAD, after=8)

    def table(
        self, caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], *, sum_row: bool = False
    ) -> None:
        """A table with its caption above. The heading row comes again on every page; `widths` are millimetres.

        The first column is a number in the middle, the second text, the others are figures.
        """
        title = self._text(caption, align=ALIGN.CENTER, italic=True, size=HEAD, before=6)
        title.paragraph_format.keep_with_next = True
        table = self._document.add_table(rows=0, cols=len(columns), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for number, cells in enumerate([columns, *rows]):
            row = table.add_row()
            _keep_whole(row)
            bold = number == 0 or (sum_row and number == len(rows))
            for column, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
                cell.width = Mm(widths[column])
                align = ALIGN.CENTER if number == 0 or column == 0 else ALIGN.LEFT if column == 1 else ALIGN.RIGHT
                _line(cell, text, HEAD, bold=bold, align=align)
        _repeat(table.rows[0])
        self._document.add_paragraph().paragraph_format.space_after = Pt(2)

    def foot(self, letterhead: Letterhead) -> None:
        """Recipients on the left, signature block on the right; they stay together on one page."""
        left, right = self._columns(_FOOT_WIDTHS, 1)[0]
        _line(left, word("recipients"), SMALL, bold=True, italic=True, align=ALIGN.LEFT)
        for name in letterhead.recipients or (word("recipient_above"),):
            _line(left, word("recipient", name=name), LIST, align=ALIGN.LEFT)
        archive = word("archive", unit=letterhead.archive) if letterhead.archive else word("archive_plain")
        _line(left, archive, LIST, align=ALIGN.LEFT)
        _line(right, (letterhead.signer_title or word("dots")).upper(), BODY, bold=True)
        for _ in range(4):
            _line(right, "", BODY)
        _line(right, letterhead.signer_name or word("dots"), BODY, bold=True)

    def _page(self) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin = section.bottom_margin = Mm(20)
        section.left_margin, section.right_margin = Mm(30), Mm(15)
        section.header_distance = Mm(10)
        section.different_first_page_header_footer = True
        for name in ("Normal", "Heading 1", "Header"):
            style = self._document.styles[name]
            style.font.name, style.font.size = FONT, BODY
            style.font.color.rgb = None
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
                fonts.set(qn(script), FONT)
            for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(qn(theme), None)
        self._document.styles["Heading 1"].element.rPr.append(_black())
        numbered = section.header.paragraphs[0]
        numbered.alignment = ALIGN.CENTER
        _page_number(numbered.add_run())

    def _columns(self, widths: Sequence[Any], rows: int) -> list[Any]:
        """Cells of an invisible table, row by row."""
        table = self._document.add_table(rows=rows, cols=len(widths))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for row in table.rows:
            _keep_whole(row)
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = width
        return [row.cells for row in table.rows]

    def _text(
        self,
        text: str,
        *,
        align: Any = ALIGN.LEFT,
        bold: bool = False,
        italic: bool = False,
        indent: bool = False,
        size: Any = BODY,
        before: float = 0,
        after: float = 6,
    ) -> Any:
        paragraph = self._document.add_paragraph()
        paragraph.alignment = align
        form = paragraph.paragraph_format
        form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.1
        form.first_line_indent = _FIRST_LINE if indent else None
        _write(paragraph, text, size, bold=bold, italic=italic)
        return paragraph


def _line(cell: Any, text: str, size: Any, *, bold: bool = False, italic: bool = False, align: Any = ALIGN.CENTER) -> None:
    """One paragraph of a cell; a new cell has an empty one, which is used first."""
    first = cell.paragraphs[0]
    used = len(cell.paragraphs) > 1 or first.runs or first.paragraph_format.space_after is not None
    paragraph = cell.add_paragraph() if used else first
    paragraph.alignment = align
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(0), Pt(1)
    _write(paragraph, text, size, bold=bold, italic=italic)


def _write(paragraph: Any, text: str, size: Any, *, bold: bool, italic: bool) -> None:
    run = paragraph.add_run("".join(letter for letter in text if letter.isprintable()))
    run.bold, run.italic, run.font.size = bold, italic, size
    run.font.name = FONT


def _rule(place: Any, width: Any, length: Any) -> None:
    """A line of this length in the middle of a column of this width: the upper border of an empty, indented paragraph."""
    paragraph = place.add_paragraph()
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = max(0, (width - length) // 2)
    form.space_before, form.space_after, form.line_spacing = Pt(1), Pt(3), Pt(4)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _page_number(run: Any) -> None:
    for kind in ("begin", None, "end"):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = "PAGE"
        run._r.append(part)
    run.font.name, run.font.size = FONT, BODY


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _repeat(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _black() -> Any:
    colour = OxmlElement("w:color")
    colour.set(qn("w:val"), "000000")
    return colour
