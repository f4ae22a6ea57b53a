"""What the tables and parts say of themselves right now: queues, what the channels counted, the release, the language model, the disk."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Engine, func, select

from assistant.channels.base import AnswersQuestions
from assistant.records import channel_tables as t
from knowledge.rows import utc

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """One value. `counts`: it only grows."""

    name: str
    meaning: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)
    counts: bool = False


def read_state(assistant: AnswersQuestions, engine: Engine, data_dir: Path, turned_away: Callable[[], int]) -> Iterable[Reading]:
    """Every reading; a part that cannot be read is left out and `up` says so. `turned_away`: how many were told that all is busy."""
    parts: dict[str, Callable[[], Iterable[Reading]]] = {
        "assistant": partial(_health, assistant),
        "records": partial(_tables, engine),
        "machine": partial(_machine, data_dir, turned_away),
    }
    for part, readings in parts.items():
        try:
            found = list(readings())
        except Exception as error:  # a scrape must tell of the other parts when the database is away
            log.error("metrics_part_failed", part=part, error=type(error).__name__)
            found = []
        yield Reading("up", "Whether a part can be read", 1.0 if found else 0.0, {"part": part})
        yield from found


def _health(assistant: AnswersQuestions) -> Iterable[Reading]:
    report = assistant.health()
    for name in ("release", "documents", "chunks"):
        if isinstance(report.get(name), int):
            yield Reading(name, f"The active release: {name}", report[name])
    yield Reading("degraded", "1 when answers are worse than they should be", float(report.get("status") != "ok"))
    model: dict[str, Any] = report.get("language_model") or {}
    if model:
        yield Reading("language_model_in_use", "0 while the breaker is open", float(model.get("state") == "in_use"))
        for direction, n in model.get("tokens", {}).items():
            yield Reading("language_model_tokens", "What the language model read and wrote", n, {"direction": direction}, counts=True)


def _machine(data_dir: Path, turned_away: Callable[[], int]) -> Iterable[Reading]:
    yield Reading("disk_free_bytes", "Room on the disk of DATA_DIR", shutil.disk_usage(data_dir).free)
    yield Reading("turned_away", "Web questions that found all places taken", turned_away(), counts=True)


def _tables(engine: Engine) -> Iterable[Reading]:
    now = datetime.now(UTC)
    with engine.connect() as db:
        for table in (t.inbox, t.outbox):
            open_rows = table.c.done_at.is_(None)
            waiting = db.execute(select(table.c.channel, func.count()).where(open_rows).group_by(table.c.channel)).all()
            for channel, n in waiting:
                yield Reading(f"{table.name}_open", f"Open rows of the {table.name}", n, {"channel": channel})
            since = t.inbox.c.received_at if table is t.inbox else t.outbox.c.not_before
            oldest = db.execute(select(func.min(since)).where(open_rows)).scalar()
            yield Reading(f"{table.name}_oldest_seconds", f"Age of the oldest open row of the {table.name}", _age(oldest, now))
        counted = select(t.counts.c.channel, t.counts.c.what, func.sum(t.counts.c.n)).group_by(t.counts.c.channel, t.counts.c.what)
        for channel, what, n in db.execute(counted):
            yield Reading("channel_events", "What the channels counted", n, {"channel": channel, "what": what}, counts=True)


def _age(moment: datetime | None, now: datetime) -> float:
    if moment is None:
        return 0.0
    return max(0.0, (now - utc(moment)).total_seconds())
