"""The command: a table for people, JSON for machines; exit code 0 when it can serve, 1 when something must be mended."""

from __future__ import annotations

import json

from rich.console import Console
from rich.table import Table

from assistant.operation.check import examine, worst
from assistant.operation.check.finding import Installation, Level
from assistant.settings import Settings

_MARKS = {Level.OK: "[green]✓[/green]", Level.WARNING: "[yellow]![/yellow]", Level.ERROR: "[red]✗[/red]"}


def check(settings: Settings, console: Console, *, as_json: bool) -> int:
    """Examine, print, and return the exit code."""
    findings = list(examine(Installation(settings)))
    if as_json:
        print(json.dumps([finding.as_json() for finding in findings], ensure_ascii=False))
    else:
        table = Table(show_header=False, box=None, padding=(0, 1, 0, 0))
        for finding in findings:
            table.add_row(_MARKS[finding.level], f"{finding.vi}\n[dim]{finding.en}[/dim]")
        console.print(table)
    return 1 if worst(findings) is Level.ERROR else 0
