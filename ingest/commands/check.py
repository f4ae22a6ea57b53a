"""`python -m ingest check PATH…`: what the doctor finds in documents, before anything is published."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from ingest.commands.base import AsJson, opened_base, print_json, progress_bars

_EXIT_SUSPICIOUS = 3


def check(
    paths: Annotated[list[str], typer.Argument(metavar="PATH…", help="Files or folders.")],
    as_json: AsJson = False,
) -> None:
    """Examine documents and publish nothing. Exit 3 when something should be looked at."""
    from ingest.checking import check_paths

    with opened_base() as base, progress_bars() as (progress, _):
        report = check_paths(base, paths, progress)
    if as_json:
        print_json(report.as_json())
    else:
        report.show(Console())
    raise typer.Exit(_EXIT_SUSPICIOUS if report.suspicious else 0)
