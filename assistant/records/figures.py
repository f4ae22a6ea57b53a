"""Figures of a span of days, from the daily counts: quick whatever was asked, because no turn is read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlalchemy import Engine, func, select

from assistant.models import Status
from assistant.records.ledger import CLASSES_MS
from assistant.records.ledger_tables import daily

_TOP = 10


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one span: questions by day, channel and status; opinions; the time of an answer; topics and sources with their counts.

    `topics` are (document, heading) as answers cited them first; `median_ms` and `p95_ms` are exact to 15 %.
    """

    since: date
    until: date
    by_day: dict[date, Counter[str]] = field(default_factory=dict)
    channels: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    opinions: Counter[str] = field(default_factory=Counter)
    median_ms: float | None = None
    p95_ms: float | None = None
    topics: list[tuple[str, str, int]] = field(default_factory=list)
    sources: list[tuple[str, int]] = field(default_factory=list)

    @property
    def questions(self) -> int:
        """How many."""
        return self.statuses.total()

    @property
    def families(self) -> Counter[str]:
        """How they ended."""
        found: Counter[str] = Counter()
        for status, n in self.statuses.items():
            found[Status(status).family] += n
        return found


def figures(engine: Engine, since: date, until: date, top: int = _TOP) -> Figures:
    """The figures of these days, both included; `top`: how many topics and sources, 0 for none."""
    days = (daily.c.day >= since) & (daily.c.day <= until)
    found = Figures(since, until, {since + timedelta(days=n): Counter() for n in range((until - since).days + 1)})
    times: Counter[int] = Counter()
    with engine.connect() as db:
        query = select(daily).where(days, daily.c.kind.in_(("status", "feedback", "ms")), daily.c.n > 0)
        for row in db.execute(query):
            if row.kind == "status":
                found.by_day[row.day][row.channel] += row.n
                found.channels[row.channel] += row.n
                found.statuses[row.name] += row.n
            elif row.kind == "feedback":
                found.opinions[row.name] += row.n
            else:
                times[int(row.name)] += row.n
        tops: dict[str, list[tuple[str, int]]] = {"topic": [], "source": []}
        for kind in tops if top else ():
            n = func.sum(daily.c.n)
            query = (
                select(daily.c.name, n).where(days, daily.c.kind == kind).group_by(daily.c.name).order_by(n.desc(), daily.c.name).limit(top)
            )
            tops[kind] = [(name, int(count)) for name, count in db.execute(query) if count > 0]
    topics = [(*_topic(name), n) for name, n in tops["topic"]]
    median, p95 = quantile(times, 0.5), quantile(times, 0.95)
    return replace(found, median_ms=median, p95_ms=p95, topics=topics, sources=tops["source"])


def _topic(name: str) -> tuple[str, str]:
    document, _, heading = name.partition("\n")
    return document, heading


def quantile(times: Counter[int], share: float) -> float | None:
    """The time that this share of the answers kept to: the upper end of its class."""
    wanted, seen = share * times.total(), 0
    for number, n in sorted(times.items()):
        seen += n
        if seen >= wanted:
            return CLASSES_MS[number]
    return None
