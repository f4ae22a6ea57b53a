"""Times and numbers as people in Viet Nam write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_HERE = ZoneInfo("Asia/Ho_Chi_Minh")


def moment(at: datetime) -> str:
    """25/11/2026 17:03; a time without a zone is UTC."""
    return f"{at.replace(tzinfo=at.tzinfo or UTC).astimezone(_HERE):%d/%m/%Y %H:%M}"


def day(on: date) -> str:
    """25/11/2026."""
    return f"{on:%d/%m/%Y}"


def number(n: float, decimals: int = 0) -> str:
    """1.234.567,8."""
    return f"{n:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def share(part: float, whole: float) -> str:
    """45,2 %; "–" of nothing."""
    return f"{number(100 * part / whole, 1)} %" if whole else "–"
