"""`python -m ingest [PATH …]`: bring the knowledge base in step with files, folders and corpora."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import structlog
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ingest.pipeline import ingest
from ingest.report import Report
from knowledge.base import KnowledgeBase
from knowledge.settings import KnowledgeSettings, load_settings

STARTER_DOCUMENTS = Path(__file__).resolve().parent.parent / "knowledge" / "documents"
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH|URL]…", help="Files, folders, .jsonl; none: starter documents.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Publish past checks.")] = False,  # noqa: ARG001
) -> None:
    """Read documents, publish a release, print what happened to each. Exit 3 when some failed."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    base = KnowledgeBase(load_settings(KnowledgeSettings))
    try:
        report = ingest_with_progress(base, sources or [str(STARTER_DOCUMENTS)], dry_run=dry_run)
    finally:
        base.close()
    if as_json:
        print(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        report.show(Console())
    raise typer.Exit(report.exit_code)


def ingest_with_progress(base: KnowledgeBase, sources: list[str], *, dry_run: bool = False) -> Report:
    """Ingest with a progress bar on standard error, so that standard output stays clean for JSON."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Đang đọc và nạp văn bản", total=None)
        return ingest(base, sources, dry_run=dry_run, progress=lambda done, total: bar.update(task, completed=done, total=total))


if __name__ == "__main__":
    app()
