"""The stretch of days that a question names, seen from a day: "tháng này", "tuần tới", "tháng 12", "quý 1/2027", "sắp tới"."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.language.normalise import fold

# "Sắp tới" looks so far ahead.
_SOON = timedelta(days=365)
_MONTH = re.compile(r"(?<!\w)thang (\d{1,2})(?:\s?(?:/|nam )\s?(\d{4}))?(?![\w/])")
_QUARTER = re.compile(r"(?<!\w)quy (\d|iv|i{1,3})(?:\s?(?:/|nam )\s?(\d{4}))?(?![\w/])")
_DAY = re.compile(r"(?<![\w/])(\d{1,2})/(\d{1,2})(?:/(\d{4}))?(?![\w/])")
_YEAR = re.compile(r"(?<![\w/])(?:nam )?(20\d\d)(?![\w/])")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_AHEAD = re.compile(
    r"(?<!\w)(sap (toi|dien ra|to chuc|co)|toi day|thoi gian toi|sap toi|dang (mo|nhan) dang ky|con (mo|nhan) (dang ky|ho so|bai))(?!\w)"
)


# Years told from the day of the question; behind a count ("ba năm trước", "5 năm tới") the words mean a span.
_YEARS_TOLD = {r"nam (nay|hien tai)": 0, r"nam (ngoai|roi|truoc)": -1, r"(nam (toi|sau)|sang nam)": 1}
_COUNT_BEFORE = re.compile(r"(?<!thang )(?<![\d/])(\d{1,3}|hai|ba|bon|nhieu|may|nhung|cac|vai|moi) $")


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both counted; `ahead` when it is only said that it is yet to come."""

    first: date
    last: date
    ahead: bool = False


def period_in(folded: str, today: date) -> Period | None:
    """The period that a folded text names; None when it names none."""
    for find in (_named_day, _relative, _named_month, _quarter):
        if found := find(folded, today):
            return Period(*found)
    if _AHEAD.search(folded):
        return Period(today, today + _SOON, ahead=True)
    year = _YEAR.search(folded)
    return Period(date(int(year[1]), 1, 1), date(int(year[1]), 12, 31)) if year else None


def with_years(text: str, today: date) -> str:
    """`text` with "năm nay", "năm ngoái", "sang năm" as the years they are on that day."""
    folded = fold(text)
    if len(folded) != len(text):  # some scripts fold into more letters than they have
        return text
    spans = [
        (match.start(), match.end(), years)
        for wording, years in _YEARS_TOLD.items()
        for match in re.finditer(rf"(?<!\w)(?:{wording})(?!\w)", folded)
        if not _COUNT_BEFORE.search(folded[: match.start()])
    ]
    for start, end, years in sorted(spans, reverse=True):
        text = f"{text[:start]}{'nam' if text.isascii() else 'năm'} {today.year + years}{text[end:]}"
    return text


def _relative(folded: str, today: date) -> tuple[date, date] | None:
    monday = today - timedelta(days=today.weekday())
    next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    known = {
        r"cuoi nam( nay)?": (max(today, date(today.year, 10, 1)), date(today.year, 12, 31)),
        r"hom nay|bua nay": (today, today),
        r"ngay mai|mai nay": (today + timedelta(days=1), today + timedelta(days=1)),
        r"cuoi tuan( nay)?": (monday + timedelta(days=5), monday + timedelta(days=6)),
        r"tuan nay": (monday, monday + timedelta(days=6)),
        r"tuan (toi|sau)": (monday + timedelta(days=7), monday + timedelta(days=13)),
        r"thang (nay|hien tai)": _month(today.year, today.month),
        r"thang (toi|sau)": _month(next_month.year, next_month.month),
        r"nam (nay|hien tai)": (date(today.year, 1, 1), date(today.year, 12, 31)),
        r"nam (toi|sau)|sang nam": (date(today.year + 1, 1, 1), date(today.year + 1, 12, 31)),
        r"nam (ngoai|truoc|roi)": (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    }
    return next((days for wording, days in known.items() if re.search(rf"(?<!\w)(?:{wording})(?!\w)", folded)), None)


def _named_day(folded: str, today: date) -> tuple[date, date] | None:
    match = _DAY.search(folded)
    if not match:
        return None
    try:
        day = date(int(match[3] or today.year), int(match[2]), int(match[1]))
    except ValueError:
        return None
    return day, day


def _named_month(folded: str, today: date) -> tuple[date, date] | None:
    """A month without a year is the next one of that name, this month included."""
    match = _MONTH.search(folded)
    if not match or not 1 <= int(match[1]) <= 12:
        return None
    year = _YEAR.search(folded)
    named = int(match[2] or (year[1] if year else 0))
    return _month(named or today.year + (int(match[1]) < today.month), int(match[1]))


def _quarter(folded: str, today: date) -> tuple[date, date] | None:
    match = _QUARTER.search(folded)
    number = _ROMAN.get(match[1], 0) or int(match[1]) if match else 0
    if not match or not 1 <= number <= 4:
        return None
    year = int(match[2] or today.year)
    return date(year, 3 * number - 2, 1), _month(year, 3 * number)[1]


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
