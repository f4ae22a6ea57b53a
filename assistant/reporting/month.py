"""A month of the calendar, in Viet Nam."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from assistant.clock import HERE


class Month(NamedTuple):
    """A month of the calendar."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """From "2026-10".

        Raises:
            ValueError: it is no month.
        """
        day = datetime.strptime(text, "%Y-%m").replace(tzinfo=HERE)
        return cls(day.year, day.month)

    @classmethod
    def of(cls, day: date) -> Month:
        """That of a day."""
        return cls(day.year, day.month)

    @property
    def before(self) -> Month:
        """The month before."""
        return Month.of(date(self.year, self.month, 1) - timedelta(days=1))

    @property
    def days(self) -> list[date]:
        """Every day of it."""
        first, following = date(self.year, self.month, 1), date(self.year + self.month // 12, self.month % 12 + 1, 1)
        return [first + timedelta(days=n) for n in range((following - first).days)]

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Its first moment, and the first of the next month, as they are stored."""
        first, after = self.days[0], self.days[-1] + timedelta(days=1)
        return _midnight(first), _midnight(after)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), HERE).astimezone(UTC)
