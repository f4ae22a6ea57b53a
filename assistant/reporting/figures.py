"""What happened in a month, counted from the question log and the catalogue. Days are days in Viet Nam."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from statistics import quantiles
from typing import Any, NamedTuple

from sqlalchemy import Engine, func, select

from assistant.events import HERE
from assistant.models import Status
from assistant.records import tables as t
from assistant.records.ledger import EVALUATION
from knowledge.catalogue import Catalogue
from knowledge.language.normalise import fold

FAMILIES = ("answered", "clarification", "unanswerable", "blocked", "error")
_MOST_LISTED = 10
_ASKED_OFTEN = 2
_NOT_PEOPLE = (EVALUATION, "cli")


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
        """Its first moment, and the first of the next month."""
        begin, end = self.days[0], self.days[-1] + timedelta(days=1)
        return tuple(datetime.combine(day, time(), HERE).astimezone(UTC) for day in (begin, end))  # type: ignore[return-value]


@dataclass(slots=True)
class Asked:
    """The questions of a month. `seconds` are median and 95th percentile of answering, None without questions."""

    total: int = 0
    families: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    channels: Counter[str] = field(default_factory=Counter)
    days: Counter[date] = field(default_factory=Counter)
    unanswered_days: Counter[date] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    gaps: list[tuple[str, int]] = field(default_factory=list)
    thumbs: Counter[str] = field(default_factory=Counter)
    seconds: tuple[float, float] | None = None

    def share(self, family: str) -> float | None:
        """Of all questions; None without any."""
        return self.families[family] / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Figures:
    """A month and the one before it. `published` are (release, day, documents) of the month; `documents` are in force at its end."""

    month: Month
    now: Asked
    before: Asked
    release: int
    documents: int
    published: tuple[tuple[int, date, int], ...]
    names: dict[str, str]


def figures_of(month: Month, records: Engine, catalogue: Catalogue) -> Figures:
    """Count a month. One pass over its questions; blocks."""
    begin, end = month.span
    releases = [r for r in catalogue.releases.published() if r.published_at and r.published_at < end]
    last = releases[0] if releases else None
    active = catalogue.documents(catalogue.active().number)
    return Figures(
        month,
        asked_in(month, records),
        asked_in(month.before, records),
        last.number if last else 0,
        last.documents if last else 0,
        tuple((r.number, r.published_at.astimezone(HERE).date(), r.documents) for r in reversed(releases) if r.published_at >= begin),  # type: ignore[union-attr,operator]
        {document.document_id: document.name for document in active},
    )


def asked_in(month: Month, records: Engine) -> Asked:
    """The questions of people in a month; runs of golden cases and questions from the shell are left out."""
    asked, gaps, took = Asked(), Counter[str](), list[float]()
    words: dict[str, str] = {}
    for row in _turns(month, records):
        day = row.asked_at.replace(tzinfo=row.asked_at.tzinfo or UTC).astimezone(HERE).date()
        family = row.status.split("_", 1)[0]
        asked.total += 1
        asked.families[family] += 1
        asked.statuses[row.status] += 1
        asked.channels[row.channel] += 1
        asked.days[day] += 1
        asked.sources.update({source["document_id"] for source in row.sources})
        if family == "unanswerable":
            asked.unanswered_days[day] += 1
            if row.status == Status.UNANSWERABLE_NO_MATCH and row.question:
                gaps[key := fold(row.question).strip(" ?.!")] += 1
                words.setdefault(key, row.question)
        if total := row.timings_ms.get("total"):
            took.append(total / 1000)
    asked.gaps = [(words[key], n) for key, n in gaps.most_common(_MOST_LISTED) if n >= _ASKED_OFTEN]
    asked.seconds = _median_and_p95(took)
    asked.thumbs = _thumbs(month, records)
    return asked


def _turns(month: Month, records: Engine) -> Iterator[Any]:
    begin, end = month.span
    columns = [t.turns.c[name] for name in ("asked_at", "channel", "status", "question", "sources", "timings_ms")]
    query = select(*columns).where(t.turns.c.asked_at >= begin, t.turns.c.asked_at < end, t.turns.c.channel.not_in(_NOT_PEOPLE))
    with records.connect().execution_options(yield_per=2000) as db:
        yield from db.execute(query)


def _thumbs(month: Month, records: Engine) -> Counter[str]:
    begin, end = month.span
    query = select(t.feedback.c.value, func.count().label("n")).where(t.feedback.c.given_at >= begin, t.feedback.c.given_at < end)
    with records.connect() as db:
        return Counter({row.value: row.n for row in db.execute(query.group_by(t.feedback.c.value))})


def _median_and_p95(took: list[float]) -> tuple[float, float] | None:
    if not took:
        return None
    if len(took) == 1:
        return took[0], took[0]
    steps = quantiles(took, n=20, method="inclusive")
    return steps[9], steps[18]
