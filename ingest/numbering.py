"""How the parts of Vietnamese official texts are numbered; a block that holds several parts is cut into them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingest.models import Block
from ingest.official.rows import UPPER
from ingest.spots import page_of
from ingest.spots import pieces as spot_pieces
from knowledge.language.normalise import fold

_DIVISION = re.compile(
    r"^(phan|chuong|muc|tieu muc|phu luc)\s+((?:so\s+)?(?:[ivxlc]+|\d+)[a-z]?"
    r"|thu (?:nhat|hai|ba|tu|nam|sau|bay|tam|chin|muoi))(?!\w)\s*[.:]?\s*(.*)$"
)
_ARTICLE = re.compile(r"^([dđ][a-z]{1,2}u\s+\d+[a-zđ]?)\s*[.:](?!\d)\s*(.*)$")
CLAUSE = re.compile(r"^(\d{1,3})\.\s+(?=\S)")
POINT = re.compile(r"^([a-zđ])\)\s+(?=\S)")
_NUMBERED = re.compile(r"(?:(?:số|SỐ) )?(?:[IVXLCl]+[A-Z]?|\d+[A-Za-zđ]?)|(?:thứ|Thứ|THỨ) .*")
ROMAN = re.compile(r"^([IVXLl]{1,6})[.,]?\s+(?=\S)")
# A scanner's "Điếu 2." is taken for running text by what joins lines; no writer spells it so.
_SLIPPED = re.compile(rf"(?<=[;.:])\s+(?=Đi[êếểễệ]u\s+\d+\.\s+[{UPPER}])")
DECIMAL = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){1,3})\.?\s+(?=\S)")
_LEVELS = {"phan": 1, "phu luc": 1, "chuong": 2, "muc": 3, "tieu muc": 4}
OPENS = re.compile(r"^(?:phan|chuong|muc|tieu muc|phu luc|[dđ][a-z]{1,2}u)\s")
LONGEST_HEADING = 200


def split_lines(blocks: Iterable[Block]) -> Iterator[Block]:
    """One block for each heading, clause or point, even where a file held several on consecutive lines."""
    for block in blocks:
        text = _SLIPPED.sub("\n", block.text)
        if block.kind == "heading" or "\n" not in text:
            yield block
            continue
        parts = list(_parts(text))
        for part, spots in zip(parts, spot_pieces(block.spots, parts), strict=True):
            yield Block(part, block.kind, block.level, page_of(spots, block.page), spots)


def _parts(text: str) -> Iterator[str]:
    held: list[str] = []
    for line in text.split("\n"):
        if held and (starts_part(line) or division_of(held[-1])):
            yield "\n".join(held)
            held = []
        held.append(line)
    yield "\n".join(held)


def starts_part(line: str) -> bool:
    """Whether a line opens a numbered part."""
    return bool(
        CLAUSE.match(line)
        or POINT.match(line)
        or article_label(line)
        or division_of(line)
        or ((roman := ROMAN.match(line)) and line[roman.end(1)] == ".")
    )


def article_label(text: str) -> tuple[str, str] | None:
    """("Điều 5", rest) of a line; a scanner's "Điêu 5" or "ĐIỂU 5" is one too."""
    match = _ARTICLE.match(fold(text)) if text[:1] in "ĐÐDđ" else None
    if not match or not match[1].startswith(("dieu", "deu", "diu")):
        return None
    return f"Điều {text[: match.end(1)].split()[-1]}", text[match.start(2) :]


def division_of(text: str) -> tuple[int, str] | None:
    """(level, text) of a line that opens a Phần, Chương, Mục, Tiểu mục or Phụ lục."""
    text = text.strip()
    if "\n" in text or len(text) > LONGEST_HEADING or not (match := _DIVISION.match(fold(text))):
        return None
    if match[3] and (text.endswith((".", ";", ",")) or text[match.start(3)].islower()):
        return None
    number = text[match.start(2) : match.end(2)]
    if not _NUMBERED.fullmatch(number):
        return None
    if match[1] in ("phan", "chuong") and "l" in number:
        text = text[: match.start(2)] + number.replace("l", "I") + text[match.end(2) :]
    return _LEVELS[match[1]], text
