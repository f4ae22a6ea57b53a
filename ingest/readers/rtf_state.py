"""What a walk through an RTF file remembers: what groups inherit, and the paragraph, row and table being built."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.readers.parts import Paragraph, Part, Run, Table


@dataclass(slots=True)
class State:
    """What a group inherits; `destination` is set while its text is not body text."""

    font: int = 0
    skips: int = 1
    destination: str = ""
    hidden: bool = False


@dataclass(slots=True)
class Walk:
    """Where the walk stands: the tables read so far, the paragraph, row and table being built."""

    fonts: dict[int, str] = field(default_factory=dict)
    charsets: dict[int, int] = field(default_factory=dict)
    heading_styles: dict[int, int] = field(default_factory=dict)
    code_page: str = "cp1252"
    default_font: int = 0
    parts: list[Part] = field(default_factory=list)
    notes: list[Paragraph] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    level: int = 0
    in_table: bool = False
    cell: list[Paragraph] = field(default_factory=list)
    row: list[tuple[Paragraph, ...]] = field(default_factory=list)
    rows: list[tuple[tuple[Paragraph, ...], ...]] = field(default_factory=list)
    style: int = 0

    def end_paragraph(self) -> None:
        """The runs so far are a paragraph, of the body or of a cell."""
        paragraph = Paragraph(tuple(self.runs), self.level)
        self.runs = []
        if self.in_table:
            self.cell.append(paragraph)
            return
        self.end_table()
        self.parts.append(paragraph)

    def end_cell(self) -> None:
        """What was read since the last cell is one."""
        self.cell.append(Paragraph(tuple(self.runs)))
        self.row.append(tuple(self.cell))
        self.runs, self.cell = [], []

    def end_row(self) -> None:
        """The cells so far are a row."""
        self.rows.append(tuple(self.row))
        self.row = []

    def end_table(self) -> None:
        """What is left of a table when the body goes on, a row without its end mark included."""
        if self.cell:
            self.row.append(tuple(self.cell))
        if self.row:
            self.rows.append(tuple(self.row))
        if self.rows:
            self.parts.append(Table(tuple(self.rows)))
        self.cell, self.row, self.rows = [], [], []
