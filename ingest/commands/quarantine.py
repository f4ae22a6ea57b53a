"""`python -m ingest quarantine` lists what waits for a person; `python -m ingest approve …` publishes it."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.box import SQUARE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ingest.commands.base import AsJson, opened_base, opened_catalogue, print_json, print_report, progress_bars
from ingest.doctor.findings import Severity
from knowledge.quarantine import Held, Quarantine

_EXIT_NOT_WAITING = 3


def quarantine(
    as_json: AsJson = False,
    approved: Annotated[bool, typer.Option("--approved", help="List what was approved, by whom and when.")] = False,
) -> None:
    """List the documents that wait to be approved."""
    with opened_catalogue() as (catalogue, _):
        store = Quarantine(catalogue.engine)
        held = store.approvals() if approved else store.waiting()
    if as_json:
        print_json({"documents": [_row(one) for one in held]})
    elif held:
        Console().print(table_of(held, approved=approved))
    else:
        print("Chưa duyệt văn bản nào." if approved else "Không có văn bản nào bị cách ly.")


def approve(
    documents: Annotated[list[str], typer.Argument(metavar="DOCUMENT_ID|PATH…", help="What may be published as it is.")],
    by: Annotated[str, typer.Option("--by", help="Who approves; the name of this account when left out.")] = "",
    as_json: AsJson = False,
) -> None:
    """Publish documents from quarantine, and note who approved what. Exit 3 when one of them does not wait, or failed."""
    from ingest.approval import approve as approve_documents
    from ingest.report import Report

    with opened_base() as base, progress_bars() as (progress, _):
        approval = approve_documents(base, documents, by or _account(), progress)
    for name in approval.missing:
        typer.echo(f"Không có văn bản nào đang chờ duyệt với mã hoặc đường dẫn “{name}”.", err=True)
    report = approval.report or Report()
    if approval.report or as_json:
        print_report(report, as_json=as_json)
    raise typer.Exit(report.exit_code or (_EXIT_NOT_WAITING if approval.missing else 0))


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "không rõ"


def _row(one: Held) -> dict[str, Any]:
    return {
        "document_id": one.document_id,
        "path": one.path,
        "title": one.title,
        "held_at": one.held_at.isoformat(),
        "approved_at": one.approved_at.isoformat() if one.approved_at else None,
        "approved_by": one.approved_by,
        "findings": [dict(finding) for finding in one.findings],
    }


def table_of(held: Sequence[Held], *, approved: bool) -> Table:
    """What waits, or what was approved, as a sheet for people."""
    title = "VĂN BẢN ĐÃ DUYỆT" if approved else "VĂN BẢN ĐANG CÁCH LY"
    table = Table(title=title, title_style="bold", box=SQUARE, show_lines=True, expand=True)
    table.add_column("Mã văn bản", ratio=3, overflow="fold")
    table.add_column("Người duyệt" if approved else "Từ lúc", width=16, overflow="fold")
    table.add_column("Lý do", ratio=7, overflow="fold")
    for one in held:
        moment = f"{(one.approved_at or one.held_at).astimezone():%d/%m/%Y %H:%M}"
        reasons = "\n".join(f"– {finding['text']}" for finding in one.findings if finding["severity"] == Severity.HOLD)
        table.add_row(Text(one.document_id), f"{one.approved_by}\n{moment}" if approved else moment, Text(reasons))
    return table
