"""Dates as official documents write them: "ngày 05 tháng 01 năm 2020", "05/01/2020"; OCR may read 0 as O and 1 as l."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta

DAY = r"ng[a-z]y\s*([\dol]{1,2})\s*th[a-z]ng\s*([\dol]{1,2})\s*n[a-z]m\s*(\d{4})"
_WRITTEN = re.compile(rf"{DAY}|\b(\d{{1,2}})\s?[/.-]\s?(\d{{1,2}})\s?[/.-]\s?(\d{{4}})\b")
_DIGITS = str.maketrans("ol", "01")


def made(day: str, month: str, year: str) -> date | None:
    """The date, or None when no calendar has it: a slip of the pen or of the scanner."""
    with suppress(ValueError):
        return date(int(year), int(month.translate(_DIGITS)), int(day.translate(_DIGITS)))
    return None


def dates_in(folded: str) -> Iterator[tuple[int, int, date]]:
    """(start, end, date) of every full date in text without diacritics."""
    for match in _WRITTEN.finditer(folded):
        found = made(*(match.group(1, 2, 3) if match[1] else match.group(4, 5, 6)))
        if found:
            yield match.start(), match.end(), found


def first_date(folded: str) -> date | None:
    """The first full date in text without diacritics."""
    return next((day for _, _, day in dates_in(folded)), None)


def next_day(day: date) -> date:
    """The day after."""
    return day + timedelta(days=1)
