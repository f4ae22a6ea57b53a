"""What the commands share: the default command, opening the knowledge base, progress, and where output goes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from typer.core import TyperGroup

from ingest.disk import NO_ROOM, is_disk_full
from knowledge.catalogue import Catalogue
from knowledge.releases import NoSuchRelease
from knowledge.settings import KnowledgeSettings, load_settings

if TYPE_CHECKING:
    from ingest.readers.progress import PageProgress
    from ingest.report import Report
    from knowledge.base import EmbedProgress, KnowledgeBase

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
EXIT_NO_SUCH_RELEASE = EXIT_NO_ROOM = 1
_DEFAULT = "run"
_HELP = ("--help", "-h")


class RunByDefault(TyperGroup):
    """`python -m ingest folder` means `python -m ingest run folder`; a folder named like a command is given as `./sources`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the default command before arguments that name none."""
        if not args or (args[0] not in self.commands and args[0] not in _HELP):
            args = [_DEFAULT, *args]
        return super().parse_args(ctx, args)


@contextmanager
def opened_base() -> Iterator[KnowledgeBase]:
    """The knowledge base of the settings, closed at the end; logs go to standard error. Exit 1 when the disk is full."""
    from knowledge.base import KnowledgeBase  # here, because commands that only look at releases shall start at once

    log_to_stderr()
    settings = load_settings(KnowledgeSettings)
    try:
        with closing(KnowledgeBase(settings)) as base:
            yield base
    except Exception as error:
        if not is_disk_full(error, settings.data_dir):
            raise
        typer.echo(NO_ROOM, err=True)
        raise typer.Exit(EXIT_NO_ROOM) from error


@contextmanager
def opened_catalogue() -> Iterator[tuple[Catalogue, KnowledgeSettings]]:
    """The catalogue alone, which opens at once, and the settings; a release that is not there is told in a sentence, with exit code 1."""
    settings = load_settings(KnowledgeSettings)
    catalogue = Catalogue.open(settings.resolved_database_url)
    try:
        yield catalogue, settings
    except NoSuchRelease as missing:
        gone = f"Bản phát hành {missing.number} đã được dọn đi, không còn dữ liệu."
        typer.echo(f"{gone if missing.gone else f'Không có bản phát hành {missing.number}.'} Xem: python -m ingest releases", err=True)
        raise typer.Exit(EXIT_NO_SUCH_RELEASE) from missing
    finally:
        catalogue.close()


@contextmanager
def progress_bars() -> Iterator[tuple[EmbedProgress, PageProgress]]:
    """Progress of texts and of pages, shown on standard error, so that standard output stays clean for JSON."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        # Shown while a file of several pages is being read.
        pages = bar.add_task("Trang đã đọc của tệp này", total=None, visible=False)
        task = bar.add_task("Đang đọc và nạp văn bản", total=None)
        yield (
            lambda done, total: bar.update(task, completed=done, total=total),
            lambda done, total: bar.update(pages, completed=done, total=total, visible=total > 1 and done < total),
        )


def print_json(data: dict[str, Any]) -> None:
    """One line for machines, with nothing else on standard output."""
    print(json.dumps(data, ensure_ascii=False))


def log_to_stderr() -> None:
    """Standard output stays clean for JSON."""
    import structlog  # here for the same reason

    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))


def print_report(report: Report, *, as_json: bool) -> None:
    """The report for a script or for a person."""
    if as_json:
        print_json(report.as_json())
    else:
        report.show(Console(markup=False))  # a file may be called "[/b].pdf"
    sys.stdout.flush()


def show_report(report: Report, *, as_json: bool) -> None:
    """Print the report and end with its exit code."""
    print_report(report, as_json=as_json)
    raise typer.Exit(report.exit_code)
