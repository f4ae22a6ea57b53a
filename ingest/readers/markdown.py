"""Markdown with front matter: the format of the starter documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from ingest.models import Block, RawDocument, Refused
from ingest.readers.decoding import read_text

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n?(.*)\Z", re.DOTALL)
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_ITEM = re.compile(r"^[-*+]\s+(?=\S)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_EMPHASIS = re.compile(r"(\*\*|__|`)(?=\S)(.+?)(?<=\S)\1")


def read(path: Path) -> Iterator[RawDocument]:
    """One document: metadata from the front matter, headings, paragraphs and list items as blocks."""
    front, body = _split(read_text(path))
    blocks = list(_blocks(_COMMENT.sub("", body)))
    titles = [b.text for b in blocks if b.kind == "heading" and b.level == 1]
    title = str(front.get("title") or (titles[0] if titles else path.stem))
    yield RawDocument(title, tuple(b for b in blocks if not (b.kind == "heading" and b.level == 1)), front)


def _split(text: str) -> tuple[Mapping[str, Any], str]:
    found = _FRONT_MATTER.match(text)
    if not found:
        return {}, text
    try:
        front = yaml.safe_load(found[1]) or {}
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date that no calendar has
        raise Refused(f"Phần thông tin đầu tệp (giữa hai dòng ---) viết sai: {str(error).splitlines()[0]}.") from error
    if not isinstance(front, dict):
        raise Refused("Phần thông tin đầu tệp (giữa hai dòng ---) phải là các dòng “tên: giá trị”.")
    return front, found[2]


def _blocks(body: str) -> Iterator[Block]:
    held: list[str] = []
    for line in [*body.split("\n"), ""]:
        heading = _HEADING.match(line)
        starts_anew = heading or not line or _ITEM.match(line)
        if held and starts_anew:
            yield _block(held)
            held = []
        if heading:
            yield Block(_plain(heading[2]), "heading", len(heading[1]))
        elif line:
            held.append(line)


def _block(lines: list[str]) -> Block:
    text = _plain(" ".join(lines) if _ITEM.match(lines[0]) else "\n".join(lines))
    return Block(_ITEM.sub("- ", text), "item") if _ITEM.match(text) else Block(text)


def _plain(text: str) -> str:
    return _EMPHASIS.sub(r"\2", text)
