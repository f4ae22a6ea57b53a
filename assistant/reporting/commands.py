"""`python bot.py report --month 2026-10`: the month's report as a Word file."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from assistant.clock import HERE
from assistant.records.log import QuestionLog
from assistant.reporting.month import Month
from assistant.settings import Settings
from knowledge.catalogue import Catalogue
from knowledge.settings import load_settings


def report(
    month: Annotated[str, typer.Option(help="Year and month; last month when left out.", metavar="YYYY-MM")] = "",
    out: Annotated[Path, typer.Option(help="The folder to write to.", file_okay=False)] = Path(),
) -> None:
    """Write the report of a month (.docx) in the form of Nghị định 30/2020/NĐ-CP, and print where it is."""
    from assistant.reporting.making import make_report  # here, because Word and pictures take a second to import

    try:
        wanted = Month.parse(month) if month else Month.of(datetime.now(HERE).date()).before
    except ValueError as error:
        raise typer.BadParameter("a month like 2026-10", param_hint="--month") from error
    settings = load_settings(Settings)
    out.mkdir(parents=True, exist_ok=True)
    with (
        closing(QuestionLog.open(settings.resolved_records_url)) as log,
        closing(Catalogue.open(settings.resolved_database_url)) as catalogue,
    ):
        print(make_report(wanted, settings, log.engine, catalogue, out))
