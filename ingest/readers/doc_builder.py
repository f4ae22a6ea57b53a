"""The characters of a Word 97 text to paragraphs, cells, rows and tables; of a field only its result is kept."""

from __future__ import annotations

from ingest.readers.doc_properties import IN_TABLE, ROW_END
from ingest.readers.parts import Paragraph, Part, Run, Table


class Builder:
    """Takes runs and marks in order."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.runs: list[Run] = []
        self.cell: list[Paragraph] = []
        self.row: list[tuple[Paragraph, ...]] = []
        self.rows: list[tuple[tuple[Paragraph, ...], ...]] = []
        self.fields: list[bool] = []

    def add(self, text: str, font: str) -> None:
        """A run, unless it is the instruction of a field."""
        if text and not any(self.fields):
            self.runs.append(Run(text, font))

    def field(self, mark: str) -> None:
        """\\x13 opens a field, \\x14 parts its instruction from its result, \\x15 ends it."""
        if mark == "\x13":
            self.fields.append(True)
        elif self.fields and mark == "\x14":
            self.fields[-1] = False
        elif self.fields:
            self.fields.pop()

    def end(self, mark: str, properties: dict[int, int], level: int) -> None:
        """The end of a paragraph, a cell or a row."""
        paragraph = Paragraph(tuple(self.runs), level)
        self.runs = []
        if mark == "\x07" and properties.get(ROW_END):
            self.rows.append(tuple(self.row))
            self.row, self.cell = [], []
        elif mark == "\x07":
            self.row.append((*self.cell, paragraph))
            self.cell = []
        elif properties.get(IN_TABLE):
            self.cell.append(paragraph)
        else:
            self._end_table()
            self.parts.append(paragraph)

    def _end_table(self) -> None:
        if self.cell:
            self.row.append(tuple(self.cell))
        if self.row:
            self.rows.append(tuple(self.row))
        if self.rows:
            self.parts.append(Table(tuple(self.rows)))
        self.cell, self.row, self.rows = [], [], []

    def finish(self) -> list[Part]:
        """Everything, once the text is over."""
        self.parts.append(Paragraph(tuple(self.runs)))
        self._end_table()
        return self.parts
