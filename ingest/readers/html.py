"""Web pages: the main text, without menus, sidebars, link lists, scripts and footers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.models import RawDocument, Refused
from ingest.readers.decoding import decoded
from ingest.readers.parts import Paragraph, Part, Run, Table, document
from ingest.readers.tables import SPANNED

_DROPPED = frozenset(
    {"script", "style", "noscript", "template", "iframe", "nav", "aside", "footer", "form", "button", "select", "option", "svg", "canvas",
     "object", "embed", "input", "textarea"}
)  # fmt: skip
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:menu|nav|navbar|navigation|breadcrumbs?|sidebar|footer|banner|advert|ads?|share|social|related|comments?|"
    r"cookie|popup|modal|pagination|pager|toolbar|skip|login|search)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    {"p", "div", "li", "section", "article", "main", "header", "blockquote", "pre", "dt", "dd", "figcaption", "center", "ul", "ol", "dl",
     "body", "td", "address", "details", "summary", "figure", "fieldset", "hgroup", "caption"}
)  # fmt: skip
_FACE = re.compile(r"font-family\s*:\s*['\"]?([^;,'\"]+)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SPACES = re.compile(r"[\s\xa0]+")
_KEPT = ("html", "body", "main", "article")
_DEEPEST = 400


def read(path: Path) -> Iterator[RawDocument]:
    """One document, titled as the page says."""
    yield from page(decoded(path.read_bytes()), path.stem)


def page(source: str, name: str) -> Iterator[RawDocument]:
    """The document that the HTML in `source` shows."""
    from lxml import etree, html

    try:
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", source), parser=html.HTMLParser(huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Refused("Trang web không có nội dung đọc được.") from error
    title = " ".join("".join(root.xpath("//head/title[1]//text()")).split())
    _strip(root)
    yield document(list(_parts(_main(root), "", 0)), name, title=title)


def _strip(root: Any) -> None:
    for node in root.iter():  # control letters come through as "&#1;", and libxml2 takes no text with them back
        for place in ("text", "tail") if isinstance(node.tag, str) else ("tail",):
            if (text := getattr(node, place)) and _CONTROL.search(text):
                setattr(node, place, _CONTROL.sub(" ", text))
    for node in list(root.iter()):
        dropped = not isinstance(node.tag, str) or node.tag in _DROPPED or (node.tag not in _KEPT and _is_furniture(node))
        if dropped and node.getparent() is not None:
            node.drop_tree()


def _is_furniture(node: Any) -> bool:
    if node.get("role") in ("navigation", "banner", "contentinfo", "search") or node.get("hidden") is not None:
        return True
    if _FURNITURE.search(f"{node.get('class', '')} {node.get('id', '')}") or "display:none" in node.get("style", "").replace(" ", ""):
        return True
    if node.tag not in ("ul", "ol", "div", "table", "header"):
        return False
    links = node.findall(".//a")
    return len(links) >= 4 and sum(len(a.text_content().strip()) for a in links) > 0.7 * len(_SPACES.sub(" ", node.text_content()))


def _main(root: Any) -> Any:
    """<main>, the only <article>, or else the smallest element that holds most of the text."""
    for found in (root.findall(".//main"), root.xpath(".//*[@role='main']"), root.findall(".//article")):
        if len(found) == 1 and len(found[0].text_content().strip()) > 200:
            return found[0]
    body = root.find("body")
    node = body if body is not None else root
    while True:
        whole = len(_SPACES.sub(" ", node.text_content()))
        child = max((c for c in node if c.tag in _BLOCKS), key=lambda c: len(c.text_content()), default=None)
        if child is None or len(_SPACES.sub(" ", child.text_content())) < 0.8 * whole or child.tag in ("p", "li", "pre"):
            return node
        node = child


def _parts(node: Any, font: str, depth: int) -> Iterator[Part]:
    """Blocks below a node; text between blocks makes paragraphs of its own."""
    runs: list[Run] = [Run(_plain(node.text), font)] if node.text else []
    item = node.tag == "li"
    for child in node if depth < _DEEPEST else ():
        face = _face(child) or font
        if child.tag in ("table", "ul", "ol") or child.tag in _BLOCKS or re.fullmatch(r"h[1-6]", child.tag):
            yield from _paragraph(runs, item)
            runs, item = [], False
            yield from _block(child, face, depth + 1)
        else:
            runs += _inline(child, face, depth + 1)
        if child.tail:
            runs.append(Run(_plain(child.tail), font))
    yield from _paragraph(runs, item)


def _block(node: Any, font: str, depth: int) -> Iterator[Part]:
    if heading := re.fullmatch(r"h([1-6])", node.tag):
        yield Paragraph(tuple(_inline(node, font, depth)), int(heading[1]))
    elif node.tag == "table":
        yield Table(tuple(_row(row, font, depth) for row in node.iter("tr") if next(row.iterancestors("table")) is node))
    else:
        yield from _parts(node, font, depth)


def _row(row: Any, font: str, depth: int) -> tuple[tuple[Paragraph, ...], ...]:
    cells: list[tuple[Paragraph, ...]] = []
    for cell in row.iterchildren("td", "th"):
        own = _face(cell) or font
        flat = [paragraph for part in _parts(cell, own, depth) for paragraph in _flat(part)]
        cells.append(tuple(flat))
        span = cell.get("colspan", "1")
        cells += [(Paragraph((Run(SPANNED), *(r for p in flat for r in p.runs))),)] * (min(int(span), 50) - 1 if span.isdigit() else 0)
    return tuple(cells)


def _flat(part: Part) -> Iterator[Paragraph]:
    yield from (part,) if isinstance(part, Paragraph) else (p for row in part.rows for cell in row for p in cell)


def _inline(node: Any, font: str, depth: int) -> list[Run]:
    if node.tag == "br":
        return [Run("\v", font)]
    runs = [Run(_plain(node.text), font)] if node.text else []
    for child in node if depth < _DEEPEST else ():
        runs += _inline(child, _face(child) or font, depth + 1)
        if child.tail:
            runs.append(Run(_plain(child.tail), font))
    return runs


def _paragraph(runs: list[Run], item: bool) -> Iterator[Paragraph]:
    if any(run.text.strip() for run in runs):
        yield Paragraph(tuple(runs), item=item)


def _face(node: Any) -> str:
    face = node.get("face", "") if node.tag == "font" else ""
    styled = _FACE.search(node.get("style", ""))
    return (face.split(",")[0] or (styled[1] if styled else "")).strip()


def _plain(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text)
