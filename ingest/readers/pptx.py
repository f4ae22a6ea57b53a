"""PPTX, walked in its XML: each slide's title is a heading, then its text, tables and notes; the page is the slide's number."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.models import RawDocument, Refused
from ingest.readers.package import Package
from ingest.readers.parts import Paragraph, Part, Run, Table, document
from ingest.readers.tables import SPANNED

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FURNITURE = {"dt", "ftr", "sldNum", "hdr", "sldImg"}


def read(path: Path) -> Iterator[RawDocument]:
    """One document: the slides in the order they are shown, hidden ones left out."""
    with Package(path) as package:
        parts = [part for number, name in enumerate(_slides(package), start=1) for part in _slide(package, name, number)]
    yield document(parts, path.stem)


def _slides(package: Package) -> Iterator[str]:
    targets = _relations(package, "ppt/presentation.xml")
    for node in package.xml("ppt/presentation.xml", needed=True).iter(f"{_P}sldId"):
        if (name := targets.get(node.get(f"{_R}id"))) is None:
            raise Refused("Tệp trình chiếu thiếu một trang; có thể tệp bị cắt cụt.")
        yield name


def _relations(package: Package, name: str) -> dict[str, str]:
    folder, base = posixpath.split(name)
    root = package.xml(f"{folder}/_rels/{base}.rels")
    return {
        node.get("Id", ""): posixpath.normpath(posixpath.join(folder, node.get("Target", ""))).lstrip("/")
        for node in (root if root is not None else ())
    }


def _slide(package: Package, name: str, number: int) -> Iterator[Part]:
    root = package.xml(name, needed=True)
    if root.get("show") == "0":
        return
    yield from _shapes(root, number)
    for target in _relations(package, name).values():
        if "/notesSlides/" in target and (notes := package.xml(target)) is not None:
            yield from _shapes(notes, number)


def _shapes(root: Any, number: int) -> Iterator[Part]:
    """Titles first, then the rest in the file's order."""
    shapes = [node for node in root.iter(f"{_P}sp", f"{_P}graphicFrame") if _kind(node) not in _FURNITURE]
    for shape in sorted(shapes, key=lambda s: _kind(s) not in ("title", "ctrTitle")):
        if shape.tag == f"{_P}graphicFrame":
            yield from (_table(table, number) for table in shape.iter(f"{_A}tbl"))
            continue
        level = 1 if _kind(shape) in ("title", "ctrTitle") else 0
        paragraphs = [_paragraph(node, number, level) for node in shape.iter(f"{_A}p")]
        yield from [_one(paragraphs, number)] if level else paragraphs


def _kind(shape: Any) -> str:
    mark = next(shape.iter(f"{_P}ph"), None)
    return (mark.get("type") or "body") if mark is not None else ""


def _one(paragraphs: list[Paragraph], number: int) -> Paragraph:
    runs = [run for p in paragraphs for run in (*p.runs, Run(" "))]
    return Paragraph(tuple(runs), 1, page=number)


def _paragraph(node: Any, number: int, level: int = 0) -> Paragraph:
    runs = []
    for child in node.iter(f"{_A}r", f"{_A}fld", f"{_A}br"):
        font = next((f.get("typeface", "") for f in child.iter(f"{_A}latin")), "")
        text = "\n" if child.tag == f"{_A}br" else "".join(t.text or "" for t in child.iter(f"{_A}t"))
        runs.append(Run(text, font))
    bullet = any(True for _ in node.iter(f"{_A}buChar", f"{_A}buAutoNum"))
    return Paragraph(tuple(runs), level, bullet, number)


def _table(node: Any, number: int) -> Table:
    rows: list[tuple[tuple[Paragraph, ...], ...]] = []
    for row in node.iter(f"{_A}tr"):
        cells: list[tuple[Paragraph, ...]] = []
        for column, cell in enumerate(row.iter(f"{_A}tc")):
            paragraphs = tuple(_paragraph(p, number) for p in cell.iter(f"{_A}p"))
            source = cells[-1] if cell.get("hMerge") == "1" and cells else None
            if cell.get("vMerge") == "1" and rows and column < len(rows[-1]):
                source = rows[-1][column]
            cells.append((Paragraph((Run(SPANNED), *source[0].runs), page=number),) if source else paragraphs)
        rows.append(tuple(cells))
    return Table(tuple(rows), number)
