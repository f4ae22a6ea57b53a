"""A Case: a question, and what a right answer cites, holds and does not hold. Read from JSON lines."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from assistant.models import Answer

_DATE = re.compile(r"\b0?(\d{1,2})(?:/|\stháng\s)0?(\d{1,2})(?:/|\snăm\s)(\d{4})\b")


@dataclass(frozen=True, slots=True)
class Case:
    """`status` holds the accepted statuses or families; one of `cites` must be among the sources when it is answered.

    `same_as` names the case that asks the same in other words.
    """

    case_id: str
    kind: str
    variant: str
    question: str
    status: tuple[str, ...]
    cites: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    not_contains: tuple[str, ...] = ()
    as_of: date | None = None
    conversation: str | None = None
    same_as: str | None = None
    held_out: bool = False

    @property
    def cluster(self) -> str:
        """Cases of one cluster go right or wrong together: the turns of a dialogue, one question written in many ways."""
        return self.conversation or self.same_as or self.case_id

    @property
    def must_be_answered(self) -> bool:
        """Whether nothing but an answer is right."""
        return all(status.startswith("answered") for status in self.status)

    @property
    def must_not_be_answered(self) -> bool:
        """Whether an answer is always wrong."""
        return not any(status.startswith("answered") for status in self.status)

    @property
    def asks_documents(self) -> bool:
        """Whether a document has the answer, and it must be given."""
        return self.must_be_answered and bool(self.cites)

    @property
    def digest(self) -> str:
        """Tells this case from one of the same name that asks or wants something else."""
        wanted = (self.question, self.status, self.cites, self.contains, self.not_contains, str(self.as_of))
        return sha256(repr(wanted).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def read_cases(folder: Path) -> list[Case]:
    """Every case of every `.jsonl` file of a folder, in order."""
    return [_case(json.loads(line)) for file in sorted(folder.glob("*.jsonl")) for line in _lines(file)]


def problems(case: Case, answer: Answer) -> list[str]:
    """What is wrong with an answer to a case; empty when it is right."""
    status = answer.status.value
    if not any(status == wanted or answer.status.family == wanted for wanted in case.status):
        return [f"status {status}, not {' or '.join(case.status)}"]
    if answer.status.family != "answered":
        return []
    held, said = _plain("\n".join([answer.text, *(f"{s.quote}\n{s.title}\n{s.number}" for s in answer.sources)])), _plain(answer.text)
    found = [f"cites {', '.join(_cited(answer)) or 'nothing'}"] if case.cites and not set(case.cites) & set(_cited(answer)) else []
    found += [f"lacks “{text}”" for text in case.contains if _plain(text) not in held]
    return found + [f"holds “{text}”" for text in case.not_contains if _plain(text) in said]


def _plain(text: str) -> str:
    """What counts of a text: neither case, nor runs of white space, nor the way a date is written."""
    text = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    return _DATE.sub(r"\1/\2/\3", text)


def _cited(answer: Answer) -> Sequence[str]:
    return [source.document_id for source in answer.sources]


def _lines(file: Path) -> Iterable[str]:
    return (line for line in file.read_text(encoding="utf-8").splitlines() if line.strip())


def _case(row: dict[str, Any]) -> Case:
    status = row.get("status", "answered")
    return Case(
        case_id=row["id"],
        kind=row.get("kind", ""),
        variant=row.get("variant", ""),
        question=row["question"] * int(row.get("repeat", 1)),
        status=tuple([status] if isinstance(status, str) else status),
        cites=tuple(row.get("cites", ())),
        contains=tuple(row.get("contains", ())),
        not_contains=tuple(row.get("not_contains", ())),
        as_of=date.fromisoformat(row["as_of"]) if row.get("as_of") else None,
        conversation=row.get("conversation"),
        same_as=row.get("same_as"),
        held_out=bool(row.get("held_out", False)),
    )
