"""How the parts of Vietnamese official texts are numbered, and which lines are headings by that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.models import Block
from ingest.official.closing import is_closing
from ingest.official.head import has_national_header
from ingest.official.relations import annex_name
from ingest.official.rows import UPPER, Row
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
_ROMAN = re.compile(r"^([IVXLl]{1,6})[.,]?\s+(?=\S)")
# A scanner's "Điếu 2." is taken for running text by what joins lines; no writer spells it so.
_SLIPPED = re.compile(rf"(?<=[;.:])\s+(?=Đi[êếểễệ]u\s+\d+\.\s+[{UPPER}])")
_DECIMAL = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){1,3})\.?\s+(?=\S)")
_LEVELS = {"phan": 1, "phu luc": 1, "chuong": 2, "muc": 3, "tieu muc": 4}
_OPENS = re.compile(r"^(?:phan|chuong|muc|tieu muc|phu luc|[dđ][a-z]{1,2}u)\s")
ARTICLE_LEVEL = 5
_ROMAN_LEVEL, _NUMBER_LEVEL, _DECIMAL_LEVEL, _LETTER_LEVEL = 20, 21, 22, 25
_LONGEST_HEADING = 200
_LONGEST_TITLE = 120
_ENDS = (".", ";", ":", ",", "!", "?", "…")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level, its text, how many blocks below belong to it, and whether the block is text as well."""

    level: int
    text: str
    below: int = 0
    has_text: bool = False
    label: str = ""


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
        if held and (_starts(line) or division_of(held[-1])):
            yield "\n".join(held)
            held = []
        held.append(line)
    yield "\n".join(held)


def _starts(line: str) -> bool:
    return bool(
        CLAUSE.match(line)
        or POINT.match(line)
        or _article(line)
        or division_of(line)
        or ((roman := _ROMAN.match(line)) and line[roman.end(1)] == ".")
    )


def _article(text: str) -> tuple[str, str] | None:
    """("Điều 5", rest) of a line; a scanner's "Điêu 5" or "ĐIỂU 5" is one too."""
    match = _ARTICLE.match(fold(text)) if text[:1] in "ĐÐDđ" else None
    if not match or not match[1].startswith(("dieu", "deu", "diu")):
        return None
    return f"Điều {text[: match.end(1)].split()[-1]}", text[match.start(2) :]


def article_of(block: Block) -> Heading | None:
    """The article that a block opens: "Điều 3. Giải thích từ ngữ" is a heading, "Điều 3. Quyết định này có hiệu lực…" also text."""
    text = block.text.strip()
    found = _article(text)
    if not found:
        return None
    label, rest = found
    if not text.lower().startswith("điều"):
        text = f"{label}{text[len(text) - len(rest) - 2 :]}" if rest else label
    titled = block.kind == "heading" or (len(rest) <= _LONGEST_HEADING and not text.endswith((".", ";", ":")) and "\n" not in text)
    return Heading(ARTICLE_LEVEL, text if titled else label, has_text=not titled, label=label)


def division_of(text: str) -> tuple[int, str] | None:
    """(level, text) of a line that opens a Phần, Chương, Mục, Tiểu mục or Phụ lục."""
    text = text.strip()
    if "\n" in text or len(text) > _LONGEST_HEADING or not (match := _DIVISION.match(fold(text))):
        return None
    if match[3] and (text.endswith((".", ";", ",")) or text[match.start(3)].islower()):
        return None
    number = text[match.start(2) : match.end(2)]
    if not _NUMBERED.fullmatch(number):
        return None
    if match[1] in ("phan", "chuong") and "l" in number:
        text = text[: match.start(2)] + number.replace("l", "I") + text[match.end(2) :]
    return _LEVELS[match[1]], text


def title_below(lines: Sequence[Block], position: int) -> list[str]:
    """The title of a division on the lines below it: one line without an end mark, and capitals as far as they go on."""
    found: list[str] = []
    for block in lines[position + 1 : position + 4]:
        text = block.text.strip()
        plain = block.kind == "text" and "\n" not in text and len(text) <= _LONGEST_HEADING and not text.endswith(_ENDS)
        if not plain or _starts(text) or text.startswith("(") or (_OPENS.match(fold(text)) and _starts(text)):
            break
        if has_national_header(Row(text, 0)) or (found and not (found[-1].isupper() and text.isupper())):
            break
        found.append(text)
    return found


def closing_title(text: str) -> str:
    """What the closing of a document is called, "" for other lines."""
    first = text.split("\n", 1)[0]
    if not is_closing(first, fold(first)):
        return ""
    return "Nơi nhận" if fold(first).lstrip("*_ ").startswith("n") else "Người ký"


def attached_title(lines: Sequence[Block], position: int) -> Heading | None:
    """The heading of an attached document: its kind in capitals, its title below, "(Ban hành kèm theo…)"."""
    text = lines[position].text.strip()
    if not text.isupper() or len(text) > 60:
        return None
    texts = [line for block in lines[position : position + 5] for line in block.text.split("\n")]
    name = annex_name(texts)
    if not name:
        return None
    title = name.partition(": ")[2]
    below = int(bool(title) and position + 1 < len(lines) and lines[position + 1].text.strip() == title)
    return Heading(1, name.replace(": ", ". ", 1) if below else text, below)


def report_heading(lines: Sequence[Block], position: int, *, numbered: bool) -> Heading | None:
    """A line of a report that only titles what stands below it; `numbered`: it stands under one that is numbered too."""
    block = lines[position]
    text = block.text.strip()
    if block.kind != "text" or "\n" in text or len(text) > _LONGEST_TITLE or text.endswith(_ENDS):
        return None
    if (roman := _ROMAN.match(text)) and (text[roman.end(1)] == "." or (text.isupper() and len(text) > 12)):
        return Heading(_ROMAN_LEVEL, f"{roman[1].replace('l', 'I')}. {text[roman.end() :]}")
    following = lines[position + 1].text.strip() if position + 1 < len(lines) else ""
    for level, pattern in ((_DECIMAL_LEVEL, _DECIMAL), (_NUMBER_LEVEL, CLAUSE), (_LETTER_LEVEL, POINT)):
        if match := pattern.match(text):
            alone = not following or bool(pattern.match(following))
            depth = match[1].count(".") - 1 if level == _DECIMAL_LEVEL else 0
            return None if alone or not numbered else Heading(level + depth, text)
    return None
