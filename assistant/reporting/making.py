"""Count a month and write its report: for the command and the page alike."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from assistant.records.overrides import Overrides
from assistant.reporting.figures import figures_of
from assistant.reporting.letterhead import OVERRIDE, Letterhead
from assistant.reporting.month import Month
from assistant.reporting.monthly import file_name, write_report
from assistant.settings import Settings
from knowledge.catalogue import Catalogue


def make_report(month: Month, settings: Settings, records: Engine, catalogue: Catalogue, folder: Path) -> Path:
    """The report of a month as a file in this folder; takes seconds, and blocks."""
    figures = figures_of(month, records, catalogue)
    stated = Overrides(records).current().get(OVERRIDE)
    file = folder / file_name(figures)
    write_report(figures, Letterhead.of(settings, stated.value if stated else None), file)
    return file
