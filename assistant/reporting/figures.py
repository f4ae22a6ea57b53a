"""What happened in a month: from the daily counts, so that it is as quick on a million questions; the gaps from the log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Engine, select

from assistant.clock import HERE
from assistant.models import Status
from assistant.records.figures import quantile
from assistant.records.ledger_tables import asked as asked_rows
from assistant.records.ledger_tables import daily
from assistant.records.tables import turns
from assistant.reporting.month import Month
from knowledge.catalogue import Catalogue
from knowledge.language.normalise import fold

FAMILIES = ("answered", "clarification", "unanswerable", "blocked", "error")
_MOST_LISTED = 10
_ASKED_OFTEN = 2
_SHELL = "cli"
_MS = 1000


@dataclass(slots=True)
class Asked:
    """The questions of a month. `seconds` are median and 95th percentile of answering (to 15 %), None without questions."""

    total: int = 0
    families: Counter[str] = field(default_factory=Counter)
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
    """Count a month; blocks."""
    begin, end = month.span
    releases = [(r, r.published_at) for r in catalogue.releases.published() if r.published_at and r.published_at < end]
    last = releases[0][0] if releases else None
    active = catalogue.documents(catalogue.active().number)
    return Figures(
        month,
        asked_in(month, records),
        asked_in(month.before, records),
        last.number if last else 0,
        last.documents if last else 0,
        tuple((r.number, at.astimezone(HERE).date(), r.documents) for r, at in reversed(releases) if at >= begin),
        {document.document_id: document.name for document in active},
    )


def asked_in(month: Month, records: Engine) -> Asked:
    """The questions of people in a month; those from the shell are left out."""
    asked, times = Asked(), Counter[int]()
    for day, kind, name, channel, n in _counts(month, records):
        if kind == "status":
            family = Status(name).family
            asked.total += n
            asked.families[family] += n
            asked.channels[channel] += n
            asked.days[day] += n
            if family == "unanswerable":
                asked.unanswered_days[day] += n
        elif kind == "source":
            asked.sources[name] += n
        elif kind == "feedback":
            asked.thumbs[name] += n
        elif kind == "ms":
            times[int(name)] += n
    median, p95 = quantile(times, 0.5), quantile(times, 0.95)
    if median is not None and p95 is not None:
        asked.seconds = median / _MS, p95 / _MS
    asked.gaps = _gaps(month, records)
    return asked


def _counts(month: Month, records: Engine) -> Iterator[tuple[date, str, str, str, int]]:
    columns = (daily.c.day, daily.c.kind, daily.c.name, daily.c.channel, daily.c.n)
    days = daily.c.day.between(month.days[0], month.days[-1])
    with records.connect() as db:
        yield from map(tuple, db.execute(select(*columns).where(days, daily.c.n > 0, daily.c.channel != _SHELL)))


def _gaps(month: Month, records: Engine) -> list[tuple[str, int]]:
    """Questions that the documents do not answer and that came again, marks and case not counted, the most frequent first."""
    begin, end = month.span
    query = select(turns.c.question).join(asked_rows, asked_rows.c.answer_id == turns.c.answer_id)
    within = (asked_rows.c.asked_at >= begin, asked_rows.c.asked_at < end, asked_rows.c.channel != _SHELL)
    counts, words = Counter[str](), dict[str, str]()
    with records.connect().execution_options(yield_per=2000) as db:
        for question in db.execute(query.where(asked_rows.c.status == Status.UNANSWERABLE_NO_MATCH.value, *within)).scalars():
            if key := fold(question).strip(" ?.!"):
                counts[key] += 1
                words.setdefault(key, question)
    return [(words[key], n) for key, n in counts.most_common(_MOST_LISTED) if n >= _ASKED_OFTEN]
