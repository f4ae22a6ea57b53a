"""Printed lines back to paragraphs: a Vietnamese line that does not end in a full stop goes on in the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ingest.models import Block, Doubt, Spot
from ingest.readers.lines import Line
from knowledge.models import Box

ENDS = (".", ";", ":", "!", "?", "…", "./.", "”.", ".”")
STARTS = re.compile(
    # A scanner reads "Điều" with any mark.
    r"^(?:(?:Đi[eêềếểễệ]u|ĐI[EÊỀẾỂỄỆ]U)\s+\d+|(?:Chương|CHƯƠNG|Phần|PHẦN|Mục|MỤC|Phụ lục|PHỤ LỤC)\s+[IVXLC\d]+"
    r"|\d{1,3}(?:\.\d{1,3})*[.)/]\s|[a-zđ]\)\s"
    r"|[IVXLC]{1,5}\.\s|[-–+•*▪●]\s|(?:TM|KT|TL|TUQ|Q)\.\s|Nơi nhận|Kính gửi|Căn cứ\s|Số\s?:)"
)
_ITEM = re.compile(r"^[-–+•*▪●·]\s*(?=\w)")
_WORD = re.compile(r"\w")


def blocks(lines: Iterable[Line]) -> Iterator[Block]:
    """Paragraphs and items; a paragraph broken by a page's end belongs to the page where it starts."""
    held: list[Line] = []
    for line in lines:
        if not _WORD.search(line.text):
            continue
        if held and not _goes_on(held[-1], line):
            yield _block(held)
            held = []
        held.append(line)
    if held:
        yield _block(held)


def _goes_on(before: Line, line: Line) -> bool:
    """Whether `line` continues the paragraph of `before`."""
    if before.alone or line.alone:
        return False
    width = max(before.right - before.left, 1.0)
    height = max(before.bottom - before.top, 1.0)
    full = before.x1 > before.right - 0.12 * width
    if _centred(before) and _centred(line):
        same = before.text.isupper() == line.text.isupper() and before.bold == line.bold
        return same and before.page == line.page and line.top - before.bottom < 0.7 * height and not STARTS.match(line.text)
    if before.page == line.page and line.top > before.top and (before.left, before.right) != (line.left, line.right):
        return False
    ended = before.text.endswith(ENDS)
    if before.bold and not line.bold and not before.text.endswith(",") and line.text[:1].isupper():
        return False
    if STARTS.match(line.text) and (ended or not full):
        return False
    if before.page == line.page and line.left == before.left and line.top - before.bottom > 0.9 * height:
        return False
    indented = line.x0 > line.left + 0.035 * width
    if ended and (not full or indented):
        return False
    return full or line.text[:1].islower()


def _centred(line: Line) -> bool:
    left, right = line.x0 - line.left, line.right - line.x1
    width = max(line.right - line.left, 1.0)
    return min(left, right) > 0.06 * width and abs(left - right) < 0.08 * width


def _block(lines: list[Line]) -> Block:
    item = bool(_ITEM.match(lines[0].text))
    lines = [_dashed(lines[0]), *lines[1:]] if item else lines
    spots: list[Spot] = []
    doubts: list[Doubt] = []
    words = 0
    for line in lines:
        spots.append(Spot(words, Box(line.page, *(round(side, 1) for side in line.box))))
        doubts += (Doubt(words + doubt.word, doubt.readings) for doubt in line.doubts)
        words += len(line.text.split())
    text = " ".join(line.text for line in lines)
    return Block(text, "item" if item else "text", 0, lines[0].page, tuple(spots), tuple(doubts))


def _dashed(line: Line) -> Line:
    """An item's first line with its bullet as a dash; where the bullet stuck to a word, that word's doubts are gone."""
    text = _ITEM.sub("- ", line.text)
    moved = len(text.split()) - len(line.text.split())
    doubts = tuple(Doubt(d.word + moved, d.readings) for d in line.doubts if d.word or not moved)
    return replace(line, text=text, doubts=doubts)
