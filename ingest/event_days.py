"""The days and times that a notice names, in the ways offices write them; as ISO 8601 without a zone: local time in Viet Nam."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from knowledge.language.normalise import fold

DAY = re.compile(
    r"\b(\d{1,2})\s?(?:thang\s?|[/.])(\d{1,2})(?:\s?(?:nam\s?|[/.-])(\d{4}))?(?![\d%])"
    r"|\bngay\s(\d{1,2})\b(?!\s?(?:thang|[/.]\s?\d|-\d))"
    r"|\b(\d{1,2})(?=\s?(?:-|den|va)\s?(?:het )?(?:ngay )?\d{1,2}\s?(?:/|thang))"
)
_TIME = re.compile(r"\b(\d{1,2})\s?(?:gio|h|g|:)\s?(\d{2})?(?![\d/])")


def span(text: str, issued: date | None) -> tuple[str, str]:
    """First and last moment that a text names, as ISO dates with the time where it is said; "" when there is none.

    A day without month or year takes them from the one after it, else from the day of issue.
    """
    folded = fold(text)
    days = _days(folded, issued)
    if not days:
        return "", ""
    times = [(m.start(), time(int(m[1]), int(m[2] or 0))) for m in _TIME.finditer(folded) if int(m[1]) < 24 and int(m[2] or 0) < 60]
    first, last = days[0], days[-1]
    opening = times[0][1] if times else None
    closing = times[-1][1] if len(times) > 1 else None
    return _iso(first, opening), _iso(last, closing)


def _days(folded: str, issued: date | None) -> list[date]:
    found: list[date] = []
    month, year = (issued.month if issued else 0), 0
    for match in reversed(list(DAY.finditer(folded))):
        day = int(match[1] or match[4] or match[5])
        month = int(match[2] or month)
        year = int(match[3] or year or 0) or (issued.year if issued else 0)
        try:
            made = date(year, month, day)
        except ValueError:
            continue
        if not match[3] and issued and made < issued and not found:
            made = made.replace(year=made.year + 1) if (issued - made).days > 60 else made
            year = made.year
        found.insert(0, made)
    return found


def _iso(day: date, moment: time | None) -> str:
    return datetime.combine(day, moment).isoformat(timespec="minutes") if moment else day.isoformat()
