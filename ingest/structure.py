"""Blocks -> sections: the tree Phần, Chương, Mục, Điều, khoản, điểm of Vietnamese legal texts, or plain headings.

Forms follow Nghị định 30/2020/NĐ-CP, Phụ lục I: "Điều 5." in Arabic numbers, khoản "1.", điểm "a)" with the
Vietnamese letter đ; Phần and Chương in Roman numbers with their title on the next line. Reports number their
headings I., 1., 1.1., a); such a line is a heading only where it is short, has no end mark, and text stands below it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.headings import (
    ARTICLE_LEVEL,
    Heading,
    article_of,
    attached_title,
    closing_title,
    report_heading,
    title_below,
)
from ingest.models import Block, Section, Unit
from ingest.numbering import CLAUSE, POINT, division_of, split_lines


def sections(blocks: Iterable[Block]) -> list[Section]:
    """Group blocks under their heading path; clauses and points become labelled units."""
    lines = list(split_lines(blocks))
    walk = _Walk()
    position = 0
    while position < len(lines):
        position += walk.take(lines, position)
    walk.close()
    return walk.found


@dataclass(slots=True)
class _Walk:
    """Where the reading is: the open headings, the clause points belong to, whether a quotation is open."""

    found: list[Section] = field(default_factory=list)
    path: list[tuple[int, str]] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    clause: str = ""
    letter: str = ""
    quoted: bool = False

    def take(self, lines: Sequence[Block], position: int) -> int:
        """Read the block at `position`, and the title below it if it has one; how many blocks that were."""
        block = lines[position]
        heading = None if self.quoted else self._heading(lines, position)
        if heading:
            self._open(heading)
        if heading is None or heading.has_text:
            self._add(block)
        self._note_quotation(block.text)
        return 1 + (heading.below if heading else 0)

    def close(self) -> None:
        """End the section that is open."""
        if self.units:
            self.found.append(Section(tuple(text for _, text in self.path), tuple(self.units)))
            self.units.clear()

    def _open(self, heading: Heading) -> None:
        self.close()
        self.path = [*[(n, t) for n, t in self.path if 0 < n < heading.level], (heading.level, heading.text)]
        self.clause = self.letter = ""

    def _heading(self, lines: Sequence[Block], position: int) -> Heading | None:
        """The heading that a block is by its markup or by its form."""
        block = lines[position]
        if article := article_of(block):
            return article
        if division := division_of(block.text):
            level, text = division
            below = title_below(lines, position) if text.count(" ") < 3 and block.kind != "heading" else []
            return Heading(level, ". ".join([text.rstrip(".:"), " ".join(below)]) if below else text, len(below))
        if block.kind == "heading":
            return Heading(block.level + ARTICLE_LEVEL, block.text.strip())
        if closing := closing_title(block.text):
            return Heading(0, closing, has_text=True)
        if attached := attached_title(lines, position):
            return attached
        in_article = any(level == ARTICLE_LEVEL for level, _ in self.path)
        return None if in_article else report_heading(lines, position, numbered=any(level >= 20 for level, _ in self.path))

    def _add(self, block: Block) -> None:
        """The block as a unit with its citation label."""
        text = block.text.strip()
        if self.quoted:
            self.units.append(Unit(text, "", 2, block.page, block.spots))
        elif article := article_of(block):
            self.units.append(Unit(text, article.label, 0, block.page, block.spots))
            self.clause = self.letter = ""
        elif number := CLAUSE.match(text):
            self.clause, self.letter = f"khoản {number[1]}", ""
            self.units.append(Unit(text, self.clause, 1, block.page, block.spots))
        elif letter := POINT.match(text):
            # A scanner reads đ) as d): the second d in a row can only be the đ.
            self.letter = "đ" if letter[1] == "d" == self.letter else letter[1]
            self.units.append(Unit(text, f"điểm {self.letter} {self.clause}".strip(), 2, block.page, block.spots))
        else:
            self.units.append(Unit(text, "", 2 if block.kind == "item" else 0, block.page, block.spots))

    def _note_quotation(self, text: str) -> None:
        """A line that opens with a quotation mark quotes articles of another text until the mark is closed."""
        if text.lstrip().startswith("“") or self.quoted:
            self.quoted = (text.count("“") + int(self.quoted)) > text.count("”")
