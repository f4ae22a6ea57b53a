"""An answer as the page shows it: its text cut into blocks, its sources turned into the slots of a card.

The script of the page (`static/render.js`) does the same with the JSON of `/api/ask`; a browser test asks the same
question both ways and compares the two. What is empty here is left out there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from assistant.clock import HERE
from assistant.models import Answer, Source

SUMMARY_FORM = "tóm tắt"
SHORT_CODE = 8
_CITATION = re.compile(r"\[([0-9]{1,2})\]")
Slots = dict[str, Any]


class _Blank(dict[str, Any]):
    """Slots that print as nothing, yet count as something: they draw every optional part of a `<template>`."""

    def __bool__(self) -> bool:
        return True

    def __missing__(self, name: str) -> _Blank:
        return self

    def __str__(self) -> str:
        return ""


BLANK = _Blank()


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, or a citation of source number `source` (from 1)."""

    text: str
    source: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (one item) or a list (one item for each "- " line)."""

    is_list: bool
    items: tuple[tuple[Piece, ...], ...]


def _pieces(text: str, sources: int) -> tuple[Piece, ...]:
    """Cut at "[1]"; a number that names no source stays text."""
    pieces: list[Piece] = []
    end = 0
    for match in _CITATION.finditer(text):
        if not 1 <= int(match[1]) <= sources:
            continue
        pieces += [Piece(text[end : match.start()]), Piece(match[0], int(match[1]))]
        end = match.end()
    pieces.append(Piece(text[end:]))
    return tuple(piece for piece in pieces if piece.text)


def _line_kind(line: str) -> str:
    return "list" if line.startswith("- ") else "text" if line.strip() else "gap"


def text_blocks(text: str, sources: int) -> list[Block]:
    """Paragraphs and lists of an answer's plain text. Line breaks within a paragraph stay in it."""
    blocks = []
    for kind, group in groupby(text.replace("\r\n", "\n").split("\n"), _line_kind):
        lines = list(group)
        if kind == "list":
            blocks.append(Block(True, tuple(_pieces(line[2:].strip(), sources) for line in lines)))
        elif kind == "text":
            blocks.append(Block(False, (_pieces("\n".join(lines).strip(), sources),)))
    return blocks


def day(value: date | None) -> str:
    """26/01/2021, or nothing."""
    return f"{value:%d/%m/%Y}" if value else ""


def web_link(url: str | None) -> str:
    """The address if a browser may follow it (http or https, with a host), else nothing."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return ""
    return (url or "").strip() if parts.scheme in ("http", "https") and parts.netloc else ""


def source_slots(source: Source, as_of: date) -> Slots:
    """The parts of a source's card. Exactly one of in_force, not_yet, ended and unknown is true."""
    named = bool(source.kind or source.number)
    not_yet = source.in_force is False and bool(source.effective_from and source.effective_from > as_of)
    return {
        "kind": source.kind or "",
        "doc_number": source.number or "",
        "bare_title": "" if named else source.title,
        "title": source.title if named else "",
        "in_force": source.in_force is True,
        "not_yet": not_yet,
        "ended": source.in_force is False and not not_yet,
        "unknown": source.in_force is None,
        "starts_on": day(source.effective_from),
        "ended_on": day(source.effective_to),
        "replaced_by": source.replaced_by or "",
        "locator": source.locator,
        "page": str(source.page or ""),
        "issuer": source.issuer or "",
        "issued_on": day(source.issued_on),
        "is_summary": source.form == SUMMARY_FORM,
        "quote": source.quote,
        "url": web_link(source.url),
        "calendar": source.calendar or "",
    }


def answer_slots(answer: Answer, now: datetime | None = None) -> Slots:
    """The parts of an answer's bubble."""
    sources: Sequence[Source] = answer.sources
    return {
        "answer_id": answer.answer_id,
        "code": answer.answer_id[:SHORT_CODE],
        "blocks": text_blocks(answer.text, len(sources)),
        "sources": [source_slots(source, answer.as_of) for source in sources],
        "suggestions": answer.suggestions,
        "notice": answer.notice,
        "can_wait": False,  # needs the script, which draws its own
        "as_of": day(answer.as_of),
        "time": f"{now or datetime.now(HERE):%H:%M}",
    }
