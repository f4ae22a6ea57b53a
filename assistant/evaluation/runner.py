"""An evaluation beside the running service: one at a time in a process, in a thread of its own, resting as long as it works.

runner = Runner(assistant, golden=Path("tests/golden"))
runner.start(runner.evaluate)       # False: one is at it already
runner.state                        # how far it is; what it found when it is done
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import structlog
from sqlalchemy import Engine

from assistant.evaluation import session
from assistant.evaluation.cases import Case, read_cases
from assistant.evaluation.logged import logged_cases
from assistant.evaluation.measure import Result, run_cases
from assistant.evaluation.observe import observed_assistant
from assistant.evaluation.runs import Comparison
from assistant.evaluation.side_by_side import Setup
from assistant.evaluation.thresholds import Preview, preview
from assistant.service import Assistant

log = structlog.get_logger(__name__)
# Of the time that a case took, so much is left to people who ask.
_REST = 1.0


@dataclass(frozen=True, slots=True)
class State:
    """`total` is 0 while nothing was ever begun; `failed` holds the kind of error."""

    running: bool = False
    done: int = 0
    total: int = 0
    started: datetime | None = None
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A run that is over: every case with its answer, and what changed since the run before."""

    results: Sequence[Result]
    comparison: Comparison | None
    ended: datetime


class Runner:
    """Safe from many threads."""

    def __init__(self, assistant: Assistant, engine: Engine, golden: Path | None = None, rest: float = _REST) -> None:
        self.state = State()
        self.last: Evaluation | None = None
        self.preview: Preview | None = None
        self._assistant = assistant
        self._engine = engine
        self._golden = golden
        self._rest = rest
        self._starting = threading.Lock()

    def cases(self) -> list[Case]:
        """Those that came with the program, where they did, and those that staff made. Blocks."""
        golden = read_cases(self._golden) if self._golden and self._golden.is_dir() else []
        return [*golden, *logged_cases(self._engine)]

    def start(self, work: Callable[[], None]) -> bool:
        """Begin `evaluate` or `preview_thresholds`; False when something is running."""
        with self._starting:
            if self.state.running:
                return False
            self.state = State(running=True, started=datetime.now(UTC))
        threading.Thread(target=self._guarded, args=(work,), name="evaluation", daemon=True).start()
        return True

    def evaluate(self) -> None:
        """Ask every case as people are answered now, keep the run, compare it with the last one."""
        cases, settings, base = self.cases(), self._assistant.in_force.settings, self._assistant.base
        self.state = replace(self.state, total=len(cases))
        results = self._ask(cases, settings.answer_threshold)
        _, comparison = session.keep(results, [Setup("ours", results, settings.answer_threshold)], settings, base)
        self.last = Evaluation(results, comparison, datetime.now(UTC))

    def preview_thresholds(self) -> None:
        """Learn what every threshold would do in the release in force."""
        cases, chosen = self.cases(), self._assistant.in_force.settings.answer_threshold
        self.state = replace(self.state, total=len(cases))
        self.preview = preview(cases, self._ask, chosen, self._assistant.base.view().release.key)

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
            self.state = replace(self.state, running=False)
        except Exception as error:
            log.error("evaluation_failed", error=type(error).__name__, exc_info=True)
            self.state = replace(self.state, running=False, failed=type(error).__name__)

    def _ask(self, cases: Sequence[Case], threshold: float) -> list[Result]:
        settings = self._assistant.in_force.settings.model_copy(update={"answer_threshold": threshold})
        with observed_assistant(settings, self._assistant.base, self._assistant.shelf) as answering:
            return run_cases(self._one_by_one(cases), answering)

    def _one_by_one(self, cases: Sequence[Case]) -> Iterator[Case]:
        for case in cases:
            started = time.monotonic()
            yield case
            self.state = replace(self.state, done=min(self.state.done + 1, self.state.total))
            time.sleep((time.monotonic() - started) * self._rest)
