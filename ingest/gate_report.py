"""What the gate found, for people: one line when all is well, the questions that fell when it is not."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ingest.verdict import FIGURES, Verdict

_FALLS_SHOWN = 20


def show_gate(gate: Verdict, console: Console, *, forced: bool) -> None:
    """Print the verdict, figures before and after, and the questions that fell."""
    for problem in gate.problems:
        console.print(problem, markup=False)
    if not gate.before or not gate.after:
        console.print(gate.note, markup=False)
        return
    moved = ", ".join(f"{name} {gate.before[name]:.3f} → {gate.after[name]:.3f}" for name in FIGURES)
    console.print(f"Câu hỏi kiểm tra: {gate.cases} câu, {moved} (được giảm tối đa {gate.margin:g}).")
    if gate.fell:
        console.print(_table(gate))
    if forced:
        console.print("Đã công bố dù kết quả kiểm tra giảm quá mức, vì có --force.", style="bold")
    elif not gate.passed:
        console.print("CHƯA CÔNG BỐ vì kết quả kiểm tra giảm quá mức; người hỏi vẫn thấy bản cũ.", style="bold")
        console.print(f"Nếu thay đổi là cố ý: chạy lại với --force, hoặc sửa các câu hỏi này trong thư mục {gate.golden}.", markup=False)


def _table(gate: Verdict) -> Table:
    table = Table(title="Câu hỏi tìm kém hơn trước", title_justify="left")
    for name in ("Câu hỏi", "Văn bản cần tìm", "Thay đổi"):
        table.add_column(name, overflow="fold")
    for fall in gate.fell[:_FALLS_SHOWN]:
        table.add_row(Text(fall.question), Text(", ".join(fall.expected)), fall.reason)
    if len(gate.fell) > _FALLS_SHOWN:
        table.add_row(f"… và {len(gate.fell) - _FALLS_SHOWN} câu nữa; xem đủ với --json.", "", "")
    return table
