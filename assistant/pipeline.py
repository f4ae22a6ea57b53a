"""A Turn, and the runner that takes it through the steps. Any step may finish the turn; timing lives here."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from assistant.models import Question, Source, Status
from assistant.settings import Settings
from knowledge.models import Passage

if TYPE_CHECKING:
    from assistant.curated.shelf import Match, Shelf
    from assistant.generation.writing import Writing
    from assistant.in_force import Closing
    from assistant.records.log import LoggedTurn
    from assistant.steps.understand import Intent
    from knowledge.base import KnowledgeBase, View
    from knowledge.search import Found
    from knowledge.terms import Terms


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a turn ended: the status, the text to send, and its sources."""

    status: Status
    text: str
    sources: tuple[Source, ...] = ()
    suggestions: tuple[str, ...] = ()


@dataclass(slots=True)
class Turn:
    """A question being answered: what the steps know of it so far.

    `text` is what was typed, `asked` the same mended, `understood_as` a question that says the same without the
    turns before it. What an answer must hold is measured on `asked`; documents are looked for with `understood_as`.
    `candidates` are all passages found, `passages` the best of them once they were measured.
    `writing` is there when a language model is, `closing` when people get a notice in place of answers, `shelf` when the
    office may have answers of its own, `matched` when one of them fits.
    """

    question: Question
    as_of: date
    base: KnowledgeBase
    view: View
    settings: Settings
    previous: LoggedTurn | None = None
    hidden: tuple[str, ...] = ()
    text: str = ""
    asked: str = ""
    understood_as: str = ""
    intent: Intent | None = None
    terms: Terms | None = None
    found: Found | None = None
    candidates: list[Passage] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    leaning_on: tuple[str, ...] = ()
    evidence: float = 0.0
    writing: Writing | None = None
    shelf: Shelf | None = None
    matched: Match | None = None
    closing: Closing | None = None
    outcome: Outcome | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)

    def finish(self, status: Status, text: str, sources: Sequence[Source] = (), suggestions: Sequence[str] = ()) -> None:
        """End the turn: the steps that follow are not run."""
        self.outcome = Outcome(status, text, tuple(sources), tuple(suggestions))


Step = Callable[[Turn], None]


def run_pipeline(steps: Sequence[Step], turn: Turn) -> Outcome:
    """Run the steps in order until one finishes the turn, and note the milliseconds of each.

    Raises:
        RuntimeError: no step finished the turn; the list of steps is wrong.
    """
    for step in steps:
        started = time.perf_counter()
        step(turn)
        turn.timings_ms[step.__name__] = round((time.perf_counter() - started) * 1000, 2)
        if turn.outcome is not None:
            return turn.outcome
    raise RuntimeError("no step finished the turn")
