"""Days and numbers as people in Viet Nam write them."""

from __future__ import annotations

from datetime import date


def day(on: date) -> str:
    """25/11/2026."""
    return f"{on:%d/%m/%Y}"


def number(n: float, decimals: int = 0) -> str:
    """1.234.567,8."""
    return f"{n:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def share(part: float, whole: float) -> str:
    """45,2 %; "–" of nothing."""
    return f"{number(100 * part / whole, 1)} %" if whole else "–"
