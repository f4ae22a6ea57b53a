"""What a check found: as JSON for scripts, and as the sheet an office would print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from rich.box import SQUARE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ingest.doctor.findings import Finding, Severity, held
from knowledge.models import Document
from knowledge.quarantine import Held


class Verdict(StrEnum):
    """What would become of a document."""

    GOOD = "good"
    LOOK = "look"
    APPROVED = "approved"
    QUARANTINE = "quarantine"
    UNREADABLE = "unreadable"


_SHOWN = {
    Verdict.GOOD: ("Tốt", "green"),
    Verdict.LOOK: ("Cần xem", "yellow"),
    Verdict.APPROVED: ("Đã duyệt", "green"),
    Verdict.QUARANTINE: ("Cách ly", "bold red"),
    Verdict.UNREADABLE: ("Không đọc được", "bold red"),
}
_MOST_GOOD = 40
_PAPER = ("encoding", "read_as", "pages", "scanned_pages", "ocr_confidence", "member")


@dataclass(frozen=True, slots=True)
class Examined:
    """A document with its findings; or a file that could not be read, with the reason."""

    path: str
    document: Document | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    approval: Held | None = None
    reason: str = ""

    @property
    def verdict(self) -> Verdict:
        """The gravest finding decides."""
        if self.document is None:
            return Verdict.UNREADABLE
        if held(self.findings):
            return Verdict.APPROVED if self.approval else Verdict.QUARANTINE
        return Verdict.LOOK if any(f.severity is Severity.WARN for f in self.findings) else Verdict.GOOD

    def as_json(self) -> dict[str, Any]:
        """Null where the document does not say."""
        document = self.document
        return {
            "path": self.path,
            "document_id": document.document_id if document else None,
            "readable": document is not None,
            "verdict": self.verdict.value,
            "reason": self.reason,
            "title": document.title if document else None,
            "number": document.number if document else None,
            "issued_on": document.issued_on.isoformat() if document and document.issued_on else None,
            **{name: self.metadata.get(name) for name in _PAPER},
            "approved_by": self.approval.approved_by if self.approval else None,
            "findings": [asdict(finding) for finding in self.findings],
        }

    def lines(self) -> Iterator[tuple[str, str]]:
        """(sentence, style): what the document is, then what was found, the gravest first."""
        if self.document is None:
            yield self.reason, "red"
            return
        if facts := ", ".join(self._facts()):
            yield f"{facts[0].upper()}{facts[1:]}.", "default"
        for finding in self.findings:
            page = f"Trang {finding.page}: " if finding.page and not finding.text.startswith("Trang") else ""
            yield f"– {page}{finding.text}", _STYLES[finding.severity]
        if self.verdict is Verdict.APPROVED and self.approval and self.approval.approved_at:
            yield f"– {self.approval.approved_by} đã duyệt ngày {self.approval.approved_at.astimezone():%d/%m/%Y}.", "green"

    def _facts(self) -> Iterator[str]:
        if self.document and (self.document.number or self.document.kind):
            yield self.document.name if self.document.number else str(self.document.kind)
        if self.document and self.document.issued_on:
            yield f"ngày {self.document.issued_on:%d/%m/%Y}"
        if pages := self.metadata.get("pages"):
            yield f"{pages} trang"


_STYLES = {Severity.HOLD: "red", Severity.WARN: "yellow", Severity.NOTE: "dim"}


@dataclass(slots=True)
class CheckReport:
    """Everything that was checked."""

    documents: Sequence[Examined]
    seconds: float = 0.0

    @property
    def suspicious(self) -> bool:
        """Whether something should be looked at before ingesting."""
        return any(one.verdict not in (Verdict.GOOD, Verdict.APPROVED) for one in self.documents)

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        counts = Counter(one.verdict.value for one in self.documents)
        return {
            "documents": [one.as_json() for one in self.documents],
            "counts": {verdict.value: counts[verdict.value] for verdict in Verdict},
            "seconds": round(self.seconds, 3),
        }

    def show(self, console: Console) -> None:
        """Print the sheet. Of many good documents only the number is told."""
        counts = Counter(one.verdict for one in self.documents)
        shown = [one for one in self.documents if one.verdict is not Verdict.GOOD or counts[Verdict.GOOD] <= _MOST_GOOD]
        if shown:
            console.print(_table(shown, console.width))
        if left := len(self.documents) - len(shown):
            console.print(f"{left} văn bản tốt không kê ở bảng.")
        console.print(_sum(counts))
        if counts[Verdict.QUARANTINE]:
            console.print("Văn bản “Cách ly” chỉ được công bố sau khi có người duyệt: python -m ingest approve MÃ-VĂN-BẢN.")


def _table(shown: Sequence[Examined], width: int) -> Table:
    table = Table(title="PHIẾU KIỂM TRA VĂN BẢN", title_style="bold", box=SQUARE, show_lines=True, expand=True)
    table.add_column("STT", justify="right", width=3)
    table.add_column("Tệp", width=max(22, width // 4), overflow="fold")
    table.add_column("Kết luận", width=9)
    table.add_column("Nhận xét", ratio=1, overflow="fold")
    for number, one in enumerate(shown, start=1):
        word, style = _SHOWN[one.verdict]
        remarks = Text("\n").join(Text(text, style) for text, style in one.lines())
        table.add_row(str(number), Text(_name(one)), Text(word, style), remarks)
    return table


def _name(one: Examined) -> str:
    name = Path(one.path).name
    inner = one.metadata.get("member") or (one.document.document_id if one.document and one.path.endswith(".jsonl") else None)
    return f"{name}\n{inner}" if inner else name


def _sum(counts: Counter[Verdict]) -> str:
    total = sum(counts.values())
    parts = [f"{counts[verdict]} {word.lower()}" for verdict, (word, _) in _SHOWN.items() if counts[verdict]]
    return f"Đã kiểm tra {total} văn bản: {', '.join(parts)}." if total else "Không có văn bản nào để kiểm tra."
