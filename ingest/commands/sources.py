"""`python -m ingest sources add|list|remove|refresh`: the folders and links that documents come from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from ingest.commands.base import opened_base, opened_catalogue, progress_bars, show_report
from ingest.models import Refused
from ingest.sources import registry
from knowledge.catalogue import Catalogue
from knowledge.sources import Fetch, Source

app = typer.Typer(no_args_is_help=True, help="Folders and links that documents come from.")
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Force = Annotated[bool, typer.Option("--force", help="Publish past checks; retire what a folder seems to have lost.")]
EXIT_REFUSED = 1
_OUTCOMES = {"updated": "có thay đổi", "unchanged": "không đổi", "failed": "KHÔNG ĐƯỢC", None: "chưa nạp"}


@app.command()
def add(
    place: Annotated[str, typer.Argument(metavar="PATH|URL", help="A folder, a file or a link.")],
    name: Annotated[str | None, typer.Option(help="A short name; without it, one is made.")] = None,
) -> None:
    """Register a folder, a file or a link. Nothing is read yet."""
    with _told(), opened_catalogue() as (catalogue, settings):
        source = registry.add(catalogue.sources, settings, place, name)
    print(f"Đã thêm nguồn “{source.name}”: {source.location}\nĐể nạp: python -m ingest sources refresh {source.name}")


@app.command("list")
def list_sources(as_json: AsJson = False) -> None:
    """Every source: when it was last looked at, and how that went."""
    with opened_catalogue() as (catalogue, _):
        rows = _rows(catalogue)
    if as_json:
        print(json.dumps({"sources": rows}, ensure_ascii=False))
        return
    if not rows:
        print("Chưa có nguồn nào. Thêm nguồn bằng: python -m ingest sources add THƯ-MỤC-HOẶC-LIÊN-KẾT")
        return
    table = Table(title=f"{len(rows)} nguồn", title_justify="left")
    for heading in ("Tên", "Ở đâu", "Văn bản", "Xem lần cuối", "Kết quả", "Lý do"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        seen = datetime.fromisoformat(row["checked_at"]).astimezone().strftime("%d/%m/%Y %H:%M") if row["checked_at"] else ""
        table.add_row(row["name"], row["location"], str(row["documents"]), seen, _OUTCOMES[row["outcome"]], row["reason"])
    Console(markup=False).print(table)


@app.command()
def refresh(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]…", help="Sources by name; none: all.")] = None,
    as_json: AsJson = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    force: Force = False,
) -> None:
    """Read and fetch sources again in one run, publish what changed. Exit 3 when some failed, 5 when the gate refused."""
    with _told(), opened_base() as base:
        sources = registry.find(base.catalogue.sources, names or [])
        with progress_bars() as (progress, _):
            report = registry.refresh(base, sources, force=force, dry_run=dry_run, progress=progress)
    show_report(report, as_json=as_json)


@app.command()
def remove(
    name: str,
    keep: Annotated[bool, typer.Option("--keep", help="Leave its documents published.")] = False,
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """Forget a source and retire its documents at once."""
    with _told(), opened_base() as base:
        [source] = registry.find(base.catalogue.sources, [name])
        report = registry.remove(base, source, keep=keep, force=force)
    if report.refused and not as_json:
        print(f"Chưa bỏ nguồn “{source.name}”: thiếu văn bản của nguồn này thì câu hỏi kiểm tra tìm kém hơn.")
    elif not as_json:
        print(f"Đã bỏ nguồn “{source.name}”." + (" Văn bản từ nguồn này vẫn được giữ." if keep else ""))
    show_report(report, as_json=as_json)


@contextmanager
def _told() -> Iterator[None]:
    """A refusal is one line and exit 1."""
    try:
        yield
    except Refused as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(EXIT_REFUSED) from refused


def _rows(catalogue: Catalogue) -> list[dict[str, Any]]:
    fetches, documents = catalogue.sources.fetches(), catalogue.documents(catalogue.active().number)
    return [_row(s, fetches.get(s.location), sum(s.holds(d.path) for d in documents)) for s in catalogue.sources.all()]


def _row(source: Source, fetch: Fetch | None, documents: int) -> dict[str, Any]:
    data = {k: v.isoformat() if isinstance(v, datetime) else v for k, v in asdict(source).items()}
    fetched = {"etag": fetch.etag, "digest": fetch.digest, "fetched_at": fetch.fetched_at.isoformat()} if fetch else {}
    return {**data, "kind": "link" if source.is_link else "path", "documents": documents, **fetched}
