"""Styles and automatic numbers of a Word file."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.readers.docx_xml import W, font, integer, numbering, value
from ingest.readers.package import Package

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


def read_styles(package: Package) -> dict[str, Style]:
    """The styles by id; "" holds the document's defaults."""
    root = package.xml("word/styles.xml")
    styles: dict[str, Style] = {"": Style(font=font(root.find(f"{W}docDefaults")))} if root is not None else {"": Style()}
    for node in root.iter(f"{W}style") if root is not None else ():
        name = (value(node, "name") or "").lower()
        level = int(name[8:]) if name.startswith("heading ") and name[8:].isdigit() else 1 if name == "title" else 0
        outline = next((o.get(f"{W}val") for o in node.iter(f"{W}outlineLvl")), None)
        level = level or (int(outline) + 1 if outline and outline.isdigit() and int(outline) < 9 else 0)
        styles[node.get(f"{W}styleId", "")] = Style(value(node, "basedOn") or "", font(node.find(f"{W}rPr")), level, numbering(node))
    return styles


def read_lists(package: Package) -> Lists:
    """The lists with the form of each level's numbers."""
    root, lists = package.xml("word/numbering.xml"), Lists()
    if root is None:
        return lists
    abstract = {
        node.get(f"{W}abstractNumId"): {
            integer(level.get(f"{W}ilvl"), 0): (
                value(level, "numFmt") or "decimal",
                value(level, "lvlText") or "",
                integer(value(level, "start"), 1),
            )
            for level in node.iter(f"{W}lvl")
        }
        for node in root.iter(f"{W}abstractNum")
    }
    for node in root.iter(f"{W}num"):
        lists.levels[node.get(f"{W}numId", "")] = abstract.get(value(node, "abstractNumId"), {})
    return lists


def _number(count: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter"):
        letter = _LETTERS[(count - 1) % 26]
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman"):
        text = ""
        for size, sign in ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
            text += sign * (count // size)
            count %= size
        return text if kind == "lowerRoman" else text.upper()
    return f"{count:02d}" if kind == "decimalZero" else str(count)
