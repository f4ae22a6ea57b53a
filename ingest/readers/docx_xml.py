"""Small things looked up in the XML of a Word file (ECMA-376)."""

from __future__ import annotations

from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def numbering(node: Any) -> tuple[str, int] | None:
    """(list id, level) of a paragraph or style."""
    found = next(node.iter(f"{W}numPr"), None)
    if found is None or not value(found, "numId"):
        return None
    level = value(found, "ilvl") or "0"
    return str(value(found, "numId")), int(level) if level.isdigit() else 0


def font(node: Any) -> str:
    """The name of the font that is set in an element."""
    found = next(node.iter(f"{W}rFonts"), None) if node is not None else None
    return (found.get(f"{W}ascii") or found.get(f"{W}hAnsi") or "") if found is not None else ""


def value(node: Any, name: str) -> str | None:
    """The value of a child element."""
    found = node.find(f"{W}{name}") if node is not None else None
    text: str | None = found.get(f"{W}val") if found is not None else None
    return text


def integer(text: str | None, otherwise: int) -> int:
    """A small number that a file states."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else otherwise
