"""The lines of a document as its form is read from them, and what is found with how sure and where."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ingest.models import Block
from knowledge.language.normalise import fold

FORMS: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("forms.toml").read_text(encoding="utf-8"))
KINDS: dict[str, str] = {fold(kind): kind for kind in (*FORMS["kinds"].values(), *FORMS["more"]["kinds"])}
# The capital and small letters of Vietnamese, to stand inside [] of a pattern; in Unicode they alternate, so no range tells them apart.
_LETTERS = [chr(code) for code in (*range(0xC0, 0x250), *range(0x1EA0, 0x1EFA))]
UPPER = "A-Z" + "".join(c for c in _LETTERS if c.isupper())
LOWER = "a-z" + "".join(c for c in _LETTERS if c.islower())
# The rules of a table written out in plain text are no part of a line.
_EDGES = " \t\r\f\v\u00a0|"
_STARS = re.compile(r"^[*_]+|[*_]+$")


@dataclass(frozen=True)
class Row:
    """One line: its text, the block it stands in, and that block's page (None where there are no pages)."""

    text: str
    block: int
    page: int | None = None

    @cached_property
    def folded(self) -> str:
        """The text in lower case without diacritics, letter for letter, so that positions are those of `text`."""
        return fold(self.text)


@dataclass(slots=True)
class Found:
    """What was read: values, and for each its confidence (0..1), block index and page."""

    values: dict[str, Any] = field(default_factory=dict)
    read_from: dict[str, dict[str, Any]] = field(default_factory=dict)

    def put(self, name: str, value: Any, confidence: float, row: Row | None = None) -> None:
        """Keep the surest reading of a field; empty values do not count."""
        if value in (None, "", []) or self.sure(name) >= confidence:
            return
        self.values[name] = value
        self.read_from[name] = {"confidence": confidence, "block": row.block if row else None, "page": row.page if row else None}

    def sure(self, name: str) -> float:
        """The confidence of a field; 0 when it was not read."""
        return float(self.read_from.get(name, {}).get("confidence", 0.0))

    def __contains__(self, name: str) -> bool:
        return name in self.values


def rows_of(blocks: Iterable[Block]) -> list[Row]:
    """Every line of every block that is not empty."""
    return [
        Row(text, index, block.page)
        for index, block in enumerate(blocks)
        for line in block.text.split("\n")
        if (text := _STARS.sub("", unicodedata.normalize("NFC", line).replace("Ð", "Đ").strip(_EDGES)))
    ]


def kind_of(row: Row) -> str | None:
    """The kind that a line is nothing but the name of."""
    return KINDS.get(" ".join(re.findall(r"\w+", row.folded)))
