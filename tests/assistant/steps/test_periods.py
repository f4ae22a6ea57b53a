"""The days that a question names, seen from Sunday 22/11/2026."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.steps.periods import period_in, with_years
from knowledge.language.normalise import fold

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("hôm nay có gì", "2026-11-22", "2026-11-22"),
        ("ngày mai", "2026-11-23", "2026-11-23"),
        ("cuối tuần này", "2026-11-21", "2026-11-22"),
        ("tuần tới có hội thảo nào", "2026-11-23", "2026-11-29"),
        ("tháng này", "2026-11-01", "2026-11-30"),
        ("thang sau co cuoc thi nao", "2026-12-01", "2026-12-31"),
        ("năm nay", "2026-01-01", "2026-12-31"),
        ("năm ngoái", "2025-01-01", "2025-12-31"),
        ("sang năm", "2027-01-01", "2027-12-31"),
        ("cuối năm nay", "2026-11-22", "2026-12-31"),
        ("tháng 3/2025", "2025-03-01", "2025-03-31"),
        ("tháng 3 năm 2025", "2025-03-01", "2025-03-31"),
        ("tháng 2", "2027-02-01", "2027-02-28"),
        ("tháng 12", "2026-12-01", "2026-12-31"),
        ("quý 1/2027", "2027-01-01", "2027-03-31"),
        ("quý IV", "2026-10-01", "2026-12-31"),
        ("ngày 5/12", "2026-12-05", "2026-12-05"),
        ("năm 2025", "2025-01-01", "2025-12-31"),
        ("sắp tới có ngày hội nào", "2026-11-22", "2027-11-22"),
    ],
)
def test_periods(text: str, first: str, last: str) -> None:
    found = period_in(fold(text), TODAY)
    assert found
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


@pytest.mark.parametrize("text", ["", "hội thảo nào về AI", "Quyết định 127/QĐ-TTg", "tháng 13", "ngày 31/2", "nhiệm vụ 2025/NĐ"])
def test_no_period(text: str) -> None:
    assert period_in(fold(text), TODAY) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("AI4VN năm nay ở đâu", "AI4VN năm 2026 ở đâu"),
        ("nam ngoai co gi", "nam 2025 co gi"),
        ("sang năm", "năm 2027"),
        ("tháng 12 năm nay", "tháng 12 năm 2026"),
        ("ba năm trước", "ba năm trước"),
        ("5 năm tới", "5 năm tới"),
        ("한국 năm nay", "한국 năm nay"),
    ],
)
def test_years_told_from_the_day(text: str, told: str) -> None:
    assert with_years(text, TODAY) == told
