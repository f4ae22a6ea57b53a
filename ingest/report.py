"""What an ingest did, file by file: for people as a table, for scripts as JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ingest.doctor.findings import Finding, Severity
from ingest.gate_report import show_gate
from ingest.verdict import Verdict


class Outcome(StrEnum):
    """What became of one document."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    RETIRED = "retired"
    FAILED = "failed"
    QUARANTINED = "quarantined"


_VIETNAMESE = {
    Outcome.ADDED: "thêm mới",
    Outcome.UPDATED: "cập nhật",
    Outcome.UNCHANGED: "không đổi",
    Outcome.RETIRED: "gỡ bỏ",
    Outcome.FAILED: "KHÔNG ĐƯỢC",
    Outcome.QUARANTINED: "CÁCH LY",
}
_WAITING = "Văn bản cách ly chưa được công bố. Xem: python -m ingest quarantine. Công bố: python -m ingest approve MÃ-VĂN-BẢN."
EXIT_SOME_FAILED = 3
EXIT_REFUSED_BY_GATE = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One document of the report."""

    path: str
    document_id: str | None
    status: Outcome
    reason: str = ""
    chunks: int = 0
    findings: tuple[Finding, ...] = ()

    def quarantined(self, findings: tuple[Finding, ...]) -> Line:
        """The same document, held for these findings."""
        why = " ".join(finding.text for finding in findings if finding.severity is Severity.HOLD)
        return Line(self.path, self.document_id, Outcome.QUARANTINED, why, findings=findings)

    def unpublished(self, reason: str) -> Line:
        """What would have changed failed; all else is as it was."""
        changes = self.status in (Outcome.ADDED, Outcome.UPDATED, Outcome.RETIRED)
        return Line(self.path, self.document_id, Outcome.FAILED, reason) if changes else self


@dataclass(slots=True)
class Report:
    """The whole run. `release` is the one in force afterwards; `gate` is None when nothing was to be published."""

    release: int = 0
    documents: list[Line] = field(default_factory=list)
    seconds: float = 0.0
    dry_run: bool = False
    gate: Verdict | None = None
    forced: bool = False

    @property
    def refused(self) -> bool:
        """Whether the gate kept the new release from being published."""
        return self.gate is not None and not self.gate.passed and not self.forced

    @property
    def exit_code(self) -> int:
        """0; 5 when the gate refused the release; 3 when some document was not published: it failed, or waits in quarantine."""
        if self.refused:
            return EXIT_REFUSED_BY_GATE
        return EXIT_SOME_FAILED if any(line.status in (Outcome.FAILED, Outcome.QUARANTINED) for line in self.documents) else 0

    def as_json(self) -> dict[str, Any]:
        """The object of the contract."""
        lines = [{**asdict(line), "status": line.status.value} for line in self.documents]
        run = {"release": self.release, "documents": lines, "seconds": round(self.seconds, 3), "dry_run": self.dry_run}
        return {**run, "gate": self.gate.as_json() if self.gate else None, "forced": self.forced}

    def show(self, console: Console) -> None:
        """Print what changed and what failed, the counts, and what the gate said."""
        counts = Counter(line.status for line in self.documents)
        unpublished = " (chạy thử, chưa công bố)" if self.dry_run else " (CHƯA CÔNG BỐ)" if self.refused else ""
        table = Table(title=f"Kết quả nạp văn bản{unpublished}", title_justify="left")
        for name in ("Kết quả", "Văn bản", "Đoạn", "Lý do"):
            table.add_column(name, overflow="fold")
        for line in self.documents:
            if line.status is not Outcome.UNCHANGED:
                cells = (line.document_id or line.path, str(line.chunks), line.reason or _worth_a_look(line))
                table.add_row(_VIETNAMESE[line.status], *map(Text, cells))
        if table.row_count:
            console.print(table)
        console.print(", ".join(f"{_VIETNAMESE[s]}: {counts[s]}" for s in Outcome if counts[s]) or "Không có văn bản nào.")
        if counts[Outcome.QUARANTINED]:
            console.print(_WAITING)
        if self.gate:
            show_gate(self.gate, console, forced=self.forced)
        console.print(f"Bản phát hành đang dùng: {self.release}. Thời gian: {self.seconds:.1f} giây.")


def _worth_a_look(line: Line) -> str:
    """What the doctor warns of in a document that was published all the same."""
    return " ".join(finding.text for finding in line.findings if finding.severity is Severity.WARN)
