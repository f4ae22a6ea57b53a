"""`python -m ingest [PATH|URL]…`: read documents, publish a release, print what happened to each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.commands.base import opened_base, progress_bars, show_report

if TYPE_CHECKING:
    from ingest.report import Report
    from knowledge.base import KnowledgeBase

STARTER_DOCUMENTS = Path(__file__).resolve().parents[2] / "knowledge" / "documents"


def run(
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH|URL]…", help="Files, folders, .jsonl, links; none: starter documents.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Publish past the gate; retire what a folder seems to have lost.")] = False,
    follow: Annotated[bool, typer.Option("--watch", help="Publish whatever changes, until Ctrl-C. No PATH: registered folders.")] = False,
    poll: Annotated[bool, typer.Option("--poll", help="With --watch: look every few seconds; for network drives.")] = False,
    settle: Annotated[float, typer.Option(min=0.1, max=600, help="With --watch: seconds a file must rest before it is read.")] = 2.0,
) -> None:
    """Read documents, publish a release, print what happened to each. Exit 3 when some failed, 5 when the gate refused."""
    if follow:
        from ingest.commands.watch import watch

        if dry_run:
            raise typer.BadParameter("--watch publishes; it does not go with --dry-run")
        watch(sources or [], as_json=as_json, poll=poll, settle=settle)
        return
    with opened_base() as base:
        report = ingest_with_progress(base, sources or [str(STARTER_DOCUMENTS)], dry_run=dry_run, force=force)
    show_report(report, as_json=as_json)


def ingest_with_progress(base: KnowledgeBase, sources: list[str], *, dry_run: bool = False, force: bool = False) -> Report:
    """Ingest with progress bars on standard error."""
    from ingest.pipeline import ingest

    with progress_bars() as (progress, pages):
        return ingest(base, sources, dry_run=dry_run, force=force, progress=progress, pages=pages)
