"""Long work that staff begin on a page and look at from any page: one piece after another in a thread, its progress in a table.

    number = jobs.begin("publish", "3 tệp", "an", lambda progress: desk.publish(…, progress=progress))
    jobs.get(number)       # on any process: how far it is, its report when it is over

A process that dies takes its work with it; `Job.lost` tells so a minute later. The work itself must stand that.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from traceback import format_exc
from typing import Any

import structlog
from sqlalchemy import Engine, Select, insert, select, update

from assistant.records.job_tables import jobs as t
from assistant.records.writing import writing
from knowledge.rows import utc

Progress = Callable[[str, int, int], None]
"""Called with what is counted, how much of it is done, and how much there is."""
Work = Callable[[Progress], Mapping[str, Any]]
_TELL_SECONDS, _BEAT_SECONDS = 0.5, 10.0
_LOST = timedelta(seconds=60)
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work. `report` is what it returned; `problem` why there is none: a sentence for people, "" for an error of ours."""

    id: int
    kind: str
    about: str
    account: str
    begun_at: datetime
    alive_at: datetime
    ended_at: datetime | None
    step: str
    done: int
    total: int
    report: Mapping[str, Any] | None
    problem: str | None

    @property
    def lost(self) -> bool:
        """Whether its process died."""
        return self.ended_at is None and datetime.now(UTC) - self.alive_at > _LOST

    @property
    def running(self) -> bool:
        """Whether there is more to come."""
        return self.ended_at is None and not self.lost


class Jobs:
    """Begin work and look at it. Safe from many threads; every call blocks shortly."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._waiting: queue.Queue[tuple[int, Work]] = queue.Queue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._mine: set[int] = set()

    def begin(self, kind: str, about: str, account: str, work: Work) -> int:
        """Put work in line; its number. An error with a sentence for people is a ValueError."""
        now = datetime.now(UTC)
        row = {"kind": kind, "about": about, "account": account, "begun_at": now, "alive_at": now}
        with writing(self._engine) as db:
            number = int(db.execute(insert(t).values(**row).returning(t.c.id)).scalar_one())
        with self._lock:
            self._mine.add(number)
            self._waiting.put((number, work))
            if self._thread is None:
                # Daemons: who stops the service does not wait for an ingest, which stands being cut off.
                self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)
                self._thread.start()
                threading.Thread(target=self._beat, name="jobs alive", daemon=True).start()
        return number

    def get(self, number: int) -> Job | None:
        """One piece of work."""
        return next(iter(self._read(select(t).where(t.c.id == number))), None)

    def recent(self, *kinds: str, limit: int = 10) -> list[Job]:
        """The newest of these kinds, newest first."""
        return self._read(select(t).where(t.c.kind.in_(kinds)).order_by(t.c.id.desc()).limit(limit))

    def _read(self, query: Select[Any]) -> list[Job]:
        with self._engine.connect() as db:
            return [_job(dict(row)) for row in db.execute(query).mappings()]

    def _work(self) -> None:
        while True:
            number, work = self._waiting.get()
            try:
                report = work(_Throttled(partial(self._note, number)))
                self._note(number, report=dict(report), ended_at=datetime.now(UTC))
            except ValueError as refused:
                self._note(number, problem=str(refused), ended_at=datetime.now(UTC))
            except Exception:
                log.error("job_failed", job=number, exception=format_exc(limit=-4))
                self._note(number, problem="", ended_at=datetime.now(UTC))
            with self._lock:
                self._mine.discard(number)

    def _beat(self) -> None:
        while True:
            time.sleep(_BEAT_SECONDS)
            with self._lock:
                mine = list(self._mine)
            if mine:
                self._write(t.c.id.in_(mine), {"alive_at": datetime.now(UTC)})

    def _note(self, number: int, **values: Any) -> None:
        self._write(t.c.id == number, values)

    def _write(self, which: Any, values: Mapping[str, Any]) -> None:
        try:
            with writing(self._engine) as db:
                db.execute(update(t).where(which).values(**values))
        except Exception as error:  # the work goes on although nobody can look at it
            log.error("job_not_noted", error=type(error).__name__)


class _Throttled:
    """Progress, written now and then."""

    def __init__(self, note: Callable[..., None]) -> None:
        self._note = note
        self._last = 0.0

    def __call__(self, step: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._last >= _TELL_SECONDS or done == total:
            self._last = now
            self._note(step=step, done=done, total=total, alive_at=datetime.now(UTC))


def _job(row: dict[str, Any]) -> Job:
    times = {name: utc(row[name]) for name in ("begun_at", "alive_at", "ended_at") if row[name]}
    return Job(**{**row, **times})
