"""Golden questions: what must be found, kept by staff in DATA_DIR/golden, one JSON object a line.

`question` and `cites` (or `relevant`): one of these documents, named by id or by number, must be found. `as_of` is
optional. The evaluation cases of this project have the same shape; those that say nothing about finding (no
documents, a refusal is right, a turn that leans on the one before it) are passed over.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.models import Document

STARTER_SET = Path(__file__).resolve().parents[1] / "knowledge" / "golden.jsonl"


@dataclass(frozen=True, slots=True)
class GoldenCase:
    """A question, and the documents (ids or numbers) of which one must be found."""

    question: str
    expected: tuple[str, ...]
    as_of: date | None = None

    def wanted(self, document: Document) -> bool:
        """Whether finding this document is right."""
        return document.document_id in self.expected or (document.number is not None and document.number in self.expected)


@dataclass(frozen=True, slots=True)
class GoldenSet:
    """The cases of a folder, and a sentence for each line that could not be read."""

    folder: Path
    cases: tuple[GoldenCase, ...]
    problems: tuple[str, ...] = ()


def read_golden(folder: Path) -> GoldenSet:
    """Every case of every `.jsonl` file; a folder that is not there yet gets the starter set first."""
    if not folder.exists():
        folder.mkdir(parents=True)
        shutil.copyfile(STARTER_SET, folder / "starter.jsonl")
    cases: list[GoldenCase] = []
    problems: list[str] = []
    turns: set[str] = set()
    for place, line in _lines(folder):
        try:
            row = json.loads(line.decode("utf-8-sig"))
            case = _case(row)
        except (ValueError, TypeError, KeyError, AttributeError):
            problems.append(f"Không đọc được câu hỏi kiểm tra ở {place}.")
            continue
        conversation = row.get("conversation")
        if case and conversation not in turns:
            cases.append(case)
        if conversation:
            turns.add(conversation)
    return GoldenSet(folder, tuple(cases), tuple(problems))


def _lines(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(file.read_bytes().split(b"\n"), start=1):
            if line.strip():
                yield f"{file.name}, dòng {number}", line


def _case(row: dict[str, Any]) -> GoldenCase | None:
    """The case of a line; None when it says nothing about finding."""
    question, expected = row["question"], row.get("cites") or row.get("relevant") or ()
    status = row.get("status", "answered")
    must_answer = all(s.startswith("answered") for s in ([status] if isinstance(status, str) else status))
    if not isinstance(question, str) or isinstance(expected, str):
        raise TypeError
    if not question.strip() or not expected or not must_answer:
        return None
    return GoldenCase(question, tuple(map(str, expected)), date.fromisoformat(row["as_of"]) if row.get("as_of") else None)
