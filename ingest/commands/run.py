"""`python -m ingest [PATH|URL]…`: read documents, publish a release, print what happened to each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ingest.commands.base import opened_base
from ingest.pipeline import ingest
from ingest.report import Report
from knowledge.base import KnowledgeBase

STARTER_DOCUMENTS = Path(__file__).resolve().parents[2] / "knowledge" / "documents"


def run(
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH|URL]…", help="Files, folders, .jsonl; none: starter documents.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Publish past checks.")] = False,  # noqa: ARG001
) -> None:
    """Read documents, publish a release, print what happened to each. Exit 3 when some failed."""
    with opened_base() as base:
        report = ingest_with_progress(base, sources or [str(STARTER_DOCUMENTS)], dry_run=dry_run)
    if as_json:
        print(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        report.show(Console())
    raise typer.Exit(report.exit_code)


def ingest_with_progress(base: KnowledgeBase, sources: list[str], *, dry_run: bool = False) -> Report:
    """Ingest with progress bars on standard error, so that standard output stays clean for JSON."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        pages = bar.add_task("Trang đã đọc của tệp này", total=None, visible=False)
        task = bar.add_task("Đang đọc và nạp văn bản", total=None)
        return ingest(
            base,
            sources,
            dry_run=dry_run,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
            # Shown while a file of several pages is being read.
            pages=lambda done, total: bar.update(pages, completed=done, total=total, visible=total > 1 and done < total),
        )
