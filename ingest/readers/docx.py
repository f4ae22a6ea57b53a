"""DOCX, walked in its XML (ECMA-376): paragraphs, tables, text boxes, footnotes; headings by style or outline level.

`python-docx` is not used, since it leaves out what stands in tracked insertions, content controls and links, and
the soft hyphen, which is the letter ư in a TCVN3 font.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.models import RawDocument
from ingest.readers.docx_styles import Lists, Style, read_lists, read_styles
from ingest.readers.docx_xml import W, font, numbering, value
from ingest.readers.package import Package
from ingest.readers.parts import Paragraph, Part, Run, Table, document
from ingest.readers.tables import SPANNED

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_REMOVED = {f"{W}del", f"{W}moveFrom", f"{_MC}Fallback", f"{W}instrText", f"{W}delText", f"{W}rPr", f"{W}pPr", f"{W}tblPr"}
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}softHyphen": "\xad", f"{W}noBreakHyphen": "-"}


def read(path: Path) -> Iterator[RawDocument]:
    """One document: the body in order, then footnotes and endnotes; no headers or footers."""
    with Package(path) as package:
        walk = _Walk(read_styles(package), read_lists(package))
        parts = list(walk.body(package.xml("word/document.xml", needed=True).find(f"{W}body")))
        for name in ("word/footnotes.xml", "word/endnotes.xml"):
            notes = package.xml(name)
            for note in notes if notes is not None else ():
                if note.get(f"{W}type") not in ("separator", "continuationSeparator"):
                    parts += walk.body(note)
    yield document(parts, path.stem)


class _Walk:
    """The body's parts, with the fonts that styles set."""

    def __init__(self, styles: dict[str, Style], lists: Lists) -> None:
        self.styles, self.lists = styles, lists

    def body(self, parent: Any) -> Iterator[Part]:
        """Paragraphs and tables of an element, content controls opened; a text box follows its paragraph."""
        for child in parent if parent is not None else ():
            if child.tag == f"{W}p":
                yield self._paragraph(child)
                for box in child.iter(f"{W}txbxContent"):
                    if not any(a.tag == f"{_MC}Fallback" for a in box.iterancestors()):
                        yield from self.body(box)
            elif child.tag == f"{W}tbl":
                yield self._table(child)
            elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
                yield from self.body(child)

    def _paragraph(self, node: Any) -> Paragraph:
        properties = node.find(f"{W}pPr")
        style = value(properties, "pStyle") or ""
        outline = value(properties, "outlineLvl")
        level = int(outline) + 1 if outline and outline.isdigit() and int(outline) < 9 else self._inherited(style, "level") or 0
        number = numbering(node) or self._inherited(style, "numbering")
        label = self.lists.label(*number) if number else ""
        runs = tuple(self._runs(node, self._inherited(style, "font") or self.styles[""].font))
        if label and "".join(run.text for run in runs).strip():
            runs = (Run(f"{label} "), *runs)
        return Paragraph(runs, level, label == "-" and not level)

    def _runs(self, node: Any, name: str) -> Iterator[Run]:
        for child in node:
            if child.tag in _REMOVED or child.tag == f"{W}txbxContent":
                continue
            if child.tag == f"{W}r":
                marks = child.find(f"{W}rPr")
                if marks is not None and marks.find(f"{W}vanish") is not None:
                    continue
                own = font(marks) or self._inherited(value(marks, "rStyle") or "", "font") or name
                yield from self._runs(child, own)
            elif child.tag == f"{W}t":
                yield Run(child.text or "", name)
            elif child.tag == f"{W}sym":
                yield Run("-" if child.get(f"{W}font", "") in ("Symbol", "Wingdings") else "", name)
            elif child.tag in _SIGNS:
                yield Run(_SIGNS[child.tag], name)
            elif len(child):
                yield from self._runs(child, name)

    def _table(self, node: Any) -> Table:
        rows: list[tuple[tuple[Paragraph, ...], ...]] = []
        for row in self._inside(node, "tr"):
            cells: list[tuple[Paragraph, ...]] = []
            for cell in self._inside(row, "tc"):
                paragraphs = tuple(self._flat(self.body(cell)))
                marks = cell.find(f"{W}tcPr")
                merge = marks.find(f"{W}vMerge") if marks is not None else None
                if merge is not None and merge.get(f"{W}val") != "restart" and rows and len(cells) < len(rows[-1]):
                    paragraphs = _spanned(rows[-1][len(cells)])
                cells.append(paragraphs)
                span = value(marks, "gridSpan")
                cells += [_spanned(paragraphs)] * (min(int(span), 60) - 1 if span and span.isdigit() else 0)
            rows.append(tuple(cells))
        return Table(tuple(rows))

    def _inside(self, node: Any, name: str) -> Iterator[Any]:
        for child in node:
            if child.tag == f"{W}{name}":
                yield child
            elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
                yield from self._inside(child, name)

    def _flat(self, parts: Iterator[Part]) -> Iterator[Paragraph]:
        for part in parts:
            if isinstance(part, Paragraph):
                yield part
            else:
                yield from (p for row in part.rows for cell in row for p in cell)

    def _inherited(self, style: str, name: str) -> Any:
        seen: set[str] = set()
        while style in self.styles and style not in seen:
            seen.add(style)
            if found := getattr(self.styles[style], name):
                return found
            style = self.styles[style].base
        return None


def _spanned(cell: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    if not cell or (cell[0].runs and cell[0].runs[0].text == SPANNED):
        return cell
    return (Paragraph((Run(SPANNED), *cell[0].runs)), *cell[1:])
