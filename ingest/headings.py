"""Which lines of an official text are headings: articles, divisions with their titles, attached rules, the numbered parts of reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.models import Block
from ingest.numbering import CLAUSE, DECIMAL, LONGEST_HEADING, OPENS, POINT, ROMAN, article_label, starts_part
from ingest.official.annexes import annex_name
from ingest.official.closing import is_closing
from ingest.official.head import has_national_header
from ingest.official.rows import Row
from knowledge.language.normalise import fold

ARTICLE_LEVEL = 5
_ROMAN_LEVEL, _NUMBER_LEVEL, _DECIMAL_LEVEL, _LETTER_LEVEL = 20, 21, 22, 25
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


def article_of(block: Block) -> Heading | None:
    """The article that a block opens: "Điều 3. Giải thích từ ngữ" is a heading, "Điều 3. Quyết định này có hiệu lực…" also text."""
    text = block.text.strip()
    found = article_label(text)
    if not found:
        return None
    label, rest = found
    if not text.lower().startswith("điều"):
        text = f"{label}{text[len(text) - len(rest) - 2 :]}" if rest else label
    titled = block.kind == "heading" or (len(rest) <= LONGEST_HEADING and not text.endswith((".", ";", ":")) and "\n" not in text)
    return Heading(ARTICLE_LEVEL, text if titled else label, has_text=not titled, label=label)


def title_below(lines: Sequence[Block], position: int) -> list[str]:
    """The title of a division on the lines below it: one line without an end mark, and capitals as far as they go on."""
    found: list[str] = []
    for block in lines[position + 1 : position + 4]:
        text = block.text.strip()
        plain = block.kind == "text" and "\n" not in text and len(text) <= LONGEST_HEADING and not text.endswith(_ENDS)
        if not plain or starts_part(text) or text.startswith("(") or (OPENS.match(fold(text)) and starts_part(text)):
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
    if (roman := ROMAN.match(text)) and (text[roman.end(1)] == "." or (text.isupper() and len(text) > 12)):
        return Heading(_ROMAN_LEVEL, f"{roman[1].replace('l', 'I')}. {text[roman.end() :]}")
    following = lines[position + 1].text.strip() if position + 1 < len(lines) else ""
    for level, pattern in ((_DECIMAL_LEVEL, DECIMAL), (_NUMBER_LEVEL, CLAUSE), (_LETTER_LEVEL, POINT)):
        if match := pattern.match(text):
            alone = not following or bool(pattern.match(following))
            depth = match[1].count(".") - 1 if level == _DECIMAL_LEVEL else 0
            return None if alone or not numbered else Heading(level + depth, text)
    return None
