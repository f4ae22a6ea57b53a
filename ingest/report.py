"""What an ingest did, file by file: for people as a table, for scripts as JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from rich.console import Console
from rich.table import Table


class Outcome(StrEnum):
    """What became of one document."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    RETIRED = "retired"
    FAILED = "failed"


_VIETNAMESE = {
    Outcome.ADDED: "thêm mới",
    Outcome.UPDATED: "cập nhật",
    Outcome.UNCHANGED: "không đổi",
    Outcome.RETIRED: "gỡ bỏ",
    Outcome.FAILED: "KHÔNG ĐƯỢC",
}
EXIT_SOME_FAILED = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One document of the report."""

    path: str
    document_id: str | None
    status: Outcome
    reason: str = ""
    chunks: int = 0


@dataclass(slots=True)
class Report:
    """The whole run. `release` is the one in force afterwards."""

    release: int = 0
    documents: list[Line] = field(default_factory=list)
    seconds: float = 0.0
    dry_run: bool = False

    @property
    def exit_code(self) -> int:
        """0, or 3 when some document failed."""
        return EXIT_SOME_FAILED if any(line.status is Outcome.FAILED for line in self.documents) else 0

    def as_json(self) -> dict[str, Any]:
        """The object of the contract."""
        lines = [{**asdict(line), "status": line.status.value} for line in self.documents]
        return {"release": self.release, "documents": lines, "seconds": round(self.seconds, 3), "dry_run": self.dry_run}

    def show(self, console: Console) -> None:
        """Print what changed and what failed, and the counts."""
        counts = Counter(line.status for line in self.documents)
        table = Table(title="Kết quả nạp văn bản" + (" (chạy thử, chưa công bố)" if self.dry_run else ""), title_justify="left")
        for name in ("Kết quả", "Văn bản", "Đoạn", "Lý do"):
            table.add_column(name, overflow="fold")
        for line in self.documents:
            if line.status is not Outcome.UNCHANGED:
                table.add_row(_VIETNAMESE[line.status], line.document_id or line.path, str(line.chunks), line.reason)
        if table.row_count:
            console.print(table)
        console.print(", ".join(f"{_VIETNAMESE[s]}: {counts[s]}" for s in Outcome if counts[s]) or "Không có văn bản nào.")
        console.print(f"Bản phát hành đang dùng: {self.release}. Thời gian: {self.seconds:.1f} giây.")
