"""DOCX, walked in its XML (ECMA-376): paragraphs, tables, text boxes, footnotes; headings by style or outline level.

`python-docx` is not used, since it leaves out what stands in tracked insertions, content controls and links, and
the soft hyphen, which is the letter ư in a TCVN3 font.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.models import RawDocument
from ingest.readers.package import Package
from ingest.readers.parts import Paragraph, Part, Run, Table, document
from ingest.readers.tables import SPANNED

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_REMOVED = {f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback", f"{_W}instrText", f"{_W}delText", f"{_W}rPr", f"{_W}pPr", f"{_W}tblPr"}
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}softHyphen": "\xad", f"{_W}noBreakHyphen": "-"}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(slots=True)
class Style:
    """What a paragraph or character style sets; `numbering` is (list id, level)."""

    base: str = ""
    font: str = ""
    level: int = 0
    numbering: tuple[str, int] | None = None


@dataclass(slots=True)
class Lists:
    """Automatic numbers ("1.", "a)", "Điều 1.") of lists, counted as Word does."""

    levels: dict[str, dict[int, tuple[str, str, int]]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, list_id: str, level: int) -> str:
        """The number of the next paragraph of a list's level; "-" for a bullet, "" for none."""
        levels = self.levels.get(list_id, {})
        if level not in levels or levels[level][0] == "none":
            return ""
        if levels[level][0] == "bullet":
            return "-"
        counts = self.counts.setdefault(list_id, {})
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for deeper in [n for n in counts if n > level]:
            del counts[deeper]
        text = levels[level][1]
        for n in range(level + 1):
            kind, _, start = levels.get(n, ("decimal", "", 1))
            text = text.replace(f"%{n + 1}", _number(counts.get(n, start), kind))
        return text.strip()


def read(path: Path) -> Iterator[RawDocument]:
    """One document: the body in order, then footnotes and endnotes; no headers or footers."""
    with Package(path) as package:
        walk = _Walk(_styles(package), _lists(package))
        parts = list(walk.body(package.xml("word/document.xml", needed=True).find(f"{_W}body")))
        for name in ("word/footnotes.xml", "word/endnotes.xml"):
            notes = package.xml(name)
            for note in notes if notes is not None else ():
                if note.get(f"{_W}type") not in ("separator", "continuationSeparator"):
                    parts += walk.body(note)
    yield document(parts, path.stem)


def _styles(package: Package) -> dict[str, Style]:
    root = package.xml("word/styles.xml")
    styles: dict[str, Style] = {"": Style(font=_font(root.find(f"{_W}docDefaults")))} if root is not None else {"": Style()}
    for node in root.iter(f"{_W}style") if root is not None else ():
        name = (_value(node, "name") or "").lower()
        level = int(name[8:]) if name.startswith("heading ") and name[8:].isdigit() else 1 if name == "title" else 0
        outline = next((o.get(f"{_W}val") for o in node.iter(f"{_W}outlineLvl")), None)
        level = level or (int(outline) + 1 if outline and outline.isdigit() and int(outline) < 9 else 0)
        styles[node.get(f"{_W}styleId", "")] = Style(_value(node, "basedOn") or "", _font(node.find(f"{_W}rPr")), level, _numbering(node))
    return styles


def _lists(package: Package) -> Lists:
    root, lists = package.xml("word/numbering.xml"), Lists()
    if root is None:
        return lists
    abstract = {
        node.get(f"{_W}abstractNumId"): {
            int(level.get(f"{_W}ilvl", "0")): (
                _value(level, "numFmt") or "decimal",
                _value(level, "lvlText") or "",
                int(_value(level, "start") or 1),
            )
            for level in node.iter(f"{_W}lvl")
        }
        for node in root.iter(f"{_W}abstractNum")
    }
    for node in root.iter(f"{_W}num"):
        lists.levels[node.get(f"{_W}numId", "")] = abstract.get(_value(node, "abstractNumId"), {})
    return lists


class _Walk:
    """The body's parts, with the fonts that styles set."""

    def __init__(self, styles: dict[str, Style], lists: Lists) -> None:
        self.styles, self.lists = styles, lists

    def body(self, parent: Any) -> Iterator[Part]:
        """Paragraphs and tables of an element, content controls opened; a text box follows its paragraph."""
        for child in parent if parent is not None else ():
            if child.tag == f"{_W}p":
                yield self._paragraph(child)
                for box in child.iter(f"{_W}txbxContent"):
                    if not any(a.tag == f"{_MC}Fallback" for a in box.iterancestors()):
                        yield from self.body(box)
            elif child.tag == f"{_W}tbl":
                yield self._table(child)
            elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
                yield from self.body(child)

    def _paragraph(self, node: Any) -> Paragraph:
        properties = node.find(f"{_W}pPr")
        style = _value(properties, "pStyle") or ""
        outline = _value(properties, "outlineLvl")
        level = int(outline) + 1 if outline and outline.isdigit() and int(outline) < 9 else self._inherited(style, "level") or 0
        numbering = _numbering(node) or self._inherited(style, "numbering")
        label = self.lists.label(*numbering) if numbering else ""
        runs = tuple(self._runs(node, self._inherited(style, "font") or self.styles[""].font))
        if label and "".join(run.text for run in runs).strip():
            runs = (Run(f"{label} "), *runs)
        return Paragraph(runs, level, label == "-" and not level)

    def _runs(self, node: Any, font: str) -> Iterator[Run]:
        for child in node:
            if child.tag in _REMOVED or child.tag == f"{_W}txbxContent":
                continue
            if child.tag == f"{_W}r":
                marks = child.find(f"{_W}rPr")
                if marks is not None and marks.find(f"{_W}vanish") is not None:
                    continue
                own = _font(marks) or self._inherited(_value(marks, "rStyle") or "", "font") or font
                yield from self._runs(child, own)
            elif child.tag == f"{_W}t":
                yield Run(child.text or "", font)
            elif child.tag == f"{_W}sym":
                yield Run("-" if child.get(f"{_W}font", "") in ("Symbol", "Wingdings") else "", font)
            elif child.tag in _SIGNS:
                yield Run(_SIGNS[child.tag], font)
            elif len(child):
                yield from self._runs(child, font)

    def _table(self, node: Any) -> Table:
        rows: list[tuple[tuple[Paragraph, ...], ...]] = []
        for row in self._inside(node, "tr"):
            cells: list[tuple[Paragraph, ...]] = []
            for cell in self._inside(row, "tc"):
                paragraphs = tuple(self._flat(self.body(cell)))
                marks = cell.find(f"{_W}tcPr")
                merge = marks.find(f"{_W}vMerge") if marks is not None else None
                if merge is not None and merge.get(f"{_W}val") != "restart" and rows and len(cells) < len(rows[-1]):
                    paragraphs = _spanned(rows[-1][len(cells)])
                cells.append(paragraphs)
                span = _value(marks, "gridSpan")
                cells += [_spanned(paragraphs)] * (min(int(span), 60) - 1 if span and span.isdigit() else 0)
            rows.append(tuple(cells))
        return Table(tuple(rows))

    def _inside(self, node: Any, name: str) -> Iterator[Any]:
        for child in node:
            if child.tag == f"{_W}{name}":
                yield child
            elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
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
            if value := getattr(self.styles[style], name):
                return value
            style = self.styles[style].base
        return None


def _spanned(cell: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    if not cell or (cell[0].runs and cell[0].runs[0].text == SPANNED):
        return cell
    return (Paragraph((Run(SPANNED), *cell[0].runs)), *cell[1:])


def _numbering(node: Any) -> tuple[str, int] | None:
    found = next(node.iter(f"{_W}numPr"), None)
    if found is None or not _value(found, "numId"):
        return None
    level = _value(found, "ilvl") or "0"
    return str(_value(found, "numId")), int(level) if level.isdigit() else 0


def _font(node: Any) -> str:
    found = next(node.iter(f"{_W}rFonts"), None) if node is not None else None
    return (found.get(f"{_W}ascii") or found.get(f"{_W}hAnsi") or "") if found is not None else ""


def _value(node: Any, name: str) -> str | None:
    found = node.find(f"{_W}{name}") if node is not None else None
    value: str | None = found.get(f"{_W}val") if found is not None else None
    return value


def _number(value: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter"):
        letter = _LETTERS[(value - 1) % 26]
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman"):
        text = ""
        for size, sign in ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
            text += sign * (value // size)
            value %= size
        return text if kind == "lowerRoman" else text.upper()
    return f"{value:02d}" if kind == "decimalZero" else str(value)
