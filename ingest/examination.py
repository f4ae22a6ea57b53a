"""What a check found of each document, and all of it as JSON; `check_sheet` prints it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from textwrap import shorten
from typing import Any

from rich.console import Console

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


_LONGEST_TITLE = 100
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
        if facts := self._facts():
            yield f"{facts}.", "default"
        for finding in self.findings:
            page = f"Trang {finding.page}: " if finding.page and not finding.text.startswith("Trang") else ""
            yield f"– {page}{finding.text}", _STYLES[finding.severity]
        if self.verdict is Verdict.APPROVED and self.approval and self.approval.approved_at:
            yield f"– {self.approval.approved_by} đã duyệt ngày {self.approval.approved_at.astimezone():%d/%m/%Y}.", "green"

    def _facts(self) -> str:
        """ "Thông tư 08/2001/TT-BTC ngày 18/01/2001 của Bộ Tài chính, 4 trang"; the title of what has no such form."""
        document = self.document
        if not document:
            return ""
        name = document.name if document.number else document.kind or ""
        day = f"ngày {document.issued_on:%d/%m/%Y}" if document.issued_on else ""
        issuer = f"của {document.issuer}" if document.issuer and (name or day) else ""
        told = " ".join(part for part in (name, day, issuer) if part) or self._title()
        pages = f"{self.metadata['pages']} trang" if self.metadata.get("pages") else ""
        facts = ", ".join(part for part in (told, pages) if part)
        return f"{facts[:1].upper()}{facts[1:]}"

    def _title(self) -> str:
        title = self.document.title if self.document else ""
        return "" if title == Path(self.path).stem else f"“{shorten(title, _LONGEST_TITLE, placeholder='…')}”"


_STYLES = {Severity.HOLD: "red", Severity.WARN: "yellow", Severity.NOTE: "dim"}


@dataclass(slots=True)
class CheckReport:
    """Everything that was checked."""

    documents: Sequence[Examined]
    seconds: float = 0.0
    roots: Sequence[str] = ()

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
        """Print the sheet."""
        from ingest.check_sheet import show_sheet

        show_sheet(self, console)
