"""`python -m ingest impact`: questions from the log whose answer the active release changes, old and new side by side.

Answering is the assistant's work, and ingest does not import the assistant. Whoever can ask logged questions again says so with
an entry point of the group below: a function (last, progress) that returns {"release", "asked", "changed", "seconds"}.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import entry_points
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from ingest.commands.base import AsJson, log_to_stderr, print_json

GROUP = "tro_ly_ai.change_impact"
EXIT_NOBODY_ANSWERS = 1
_LONGEST_SHOWN = 700
_FAMILIES = {"answered": "trả lời", "clarification": "hỏi lại", "unanswerable": "không trả lời được", "blocked": "từ chối", "error": "lỗi"}
AsksAgain = Callable[[int, Callable[[int, int], None]], dict[str, Any]]


def impact(
    as_json: AsJson = False,
    last: Annotated[int, typer.Option("--last", min=1, help="How many of the newest distinct questions are asked again.")] = 200,
) -> None:
    """Ask logged questions again and list those whose answer is now another one."""
    log_to_stderr()
    offered = list(entry_points(group=GROUP))
    if not offered:
        typer.echo("Không hỏi lại được: bản cài đặt này không có phần trả lời câu hỏi. Hãy cài lại bằng make install.", err=True)
        raise typer.Exit(EXIT_NOBODY_ANSWERS)
    found = _ask_again(offered[0].load(), last)
    if as_json:
        print_json(found)
    else:
        show(found, Console(markup=False))


def _ask_again(asks_again: AsksAgain, last: int) -> dict[str, Any]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Đang hỏi lại các câu đã ghi", total=None)
        return asks_again(last, lambda done, total: bar.update(task, completed=done, total=total))


def show(found: dict[str, Any], console: Console) -> None:
    """Print old and new side by side."""
    for changed in found["changed"]:
        before, after = changed["before"], changed["after"]
        table = Table(title=_title(changed), title_justify="left", expand=True)
        for name, answer in (("Trước", before), ("Nay", after)):
            table.add_column(f"{name} (bản phát hành {answer['release']}): {_family(answer['status'])}", ratio=1, overflow="fold")
        table.add_row(_told(before), _told(after))
        console.print(table)
    if not found["asked"]:
        console.print("Chưa có câu hỏi nào của các bản phát hành khác trong nhật ký để hỏi lại.")
        return
    console.print(
        f"Đã hỏi lại {found['asked']} câu với bản phát hành {found['release']}: {len(found['changed'])} câu có trả lời khác trước."
    )


def _title(changed: dict[str, Any]) -> str:
    asked, read = changed["question"], changed["understood_as"]
    return f"{asked} (hiểu là: {read})" if read and read != asked else f"{asked}"


def _family(status: str) -> str:
    family = status.split("_", 1)[0]
    return _FAMILIES.get(family, family)


def _told(answer: dict[str, Any]) -> str:
    text = answer["text"]
    shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    sources = [f"[{n}] {s['number'] or s['title']} › {s['locator']}" for n, s in enumerate(answer["sources"], start=1)]
    return "\n".join([shown, "", *sources] if sources else [shown])
