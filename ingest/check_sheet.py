"""The sheet of a check, as an office would print it: what was checked and when, a row a document, what is to be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from rich.box import SQUARE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ingest.examination import CheckReport, Examined, Verdict

_SHOWN = {
    Verdict.GOOD: ("Tốt", "green"),
    Verdict.LOOK: ("Cần xem", "yellow"),
    Verdict.APPROVED: ("Đã duyệt", "green"),
    Verdict.QUARANTINE: ("Cách ly", "bold red"),
    Verdict.UNREADABLE: ("Không đọc được", "bold red"),
}
# What a clerk does with documents of each kind.
_TO_DO = {
    Verdict.UNREADABLE: "xin lại tệp, hoặc làm theo lời ghi ở cột Nhận xét, rồi kiểm tra lại.",
    Verdict.QUARANTINE: "sửa tệp rồi nạp lại, hoặc người có trách nhiệm duyệt: python -m ingest approve MÃ-VĂN-BẢN.",
    Verdict.LOOK: "khi nạp vẫn được công bố; nên xem lại điều đã ghi.",
}
_MOST_GOOD = 40


def show_sheet(report: CheckReport, console: Console) -> None:
    """Print the sheet. Of many good documents only the number is told."""
    counts = Counter(one.verdict for one in report.documents)
    shown = [one for one in report.documents if one.verdict is not Verdict.GOOD or counts[Verdict.GOOD] <= _MOST_GOOD]
    if shown:
        console.print(_table(shown, console.width, _occasion(report)))
    if left := len(report.documents) - len(shown):
        console.print(f"{left} văn bản tốt không kê ở bảng.")
    console.print(Text(_sum(counts)))
    for line in _to_do(counts):
        console.print(Text(line))


def _occasion(report: CheckReport) -> str:
    """When, and of which folders."""
    where = ", ".join(report.roots)
    return f"Kiểm tra lúc {datetime.now().astimezone():%H:%M ngày %d/%m/%Y}" + (f": {where}" if where else "")


def _table(shown: Sequence[Examined], width: int, occasion: str) -> Table:
    title = Text.assemble(("PHIẾU KIỂM TRA VĂN BẢN", "bold"), "\n", (occasion, "italic"), justify="center")
    table = Table(title=title, title_style="", box=SQUARE, show_lines=True, expand=True)
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


def _to_do(counts: Counter[Verdict]) -> Iterator[str]:
    for verdict, what in _TO_DO.items():
        if counts[verdict]:
            yield f"– {_SHOWN[verdict][0]}: {what}"
