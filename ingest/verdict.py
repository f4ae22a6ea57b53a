"""What the gate found: the figures of both releases, and the questions that fell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

FIGURES = ("hit@5", "mrr@10")
DEEPEST = 10


@dataclass(frozen=True, slots=True)
class Fall:
    """A question that found its document earlier in the active release. Ranks count documents from 1; None: not in the first ten."""

    question: str
    expected: tuple[str, ...]
    before: int
    after: int | None
    retired: bool

    @property
    def reason(self) -> str:
        """What happened, in a clerk's words."""
        if self.retired:
            return "Văn bản trả lời câu này không còn trong bản mới."
        if self.after is None:
            return f"Trước ở hạng {self.before}, nay không còn trong {DEEPEST} hạng đầu."
        return f"Trước ở hạng {self.before}, nay xuống hạng {self.after}."


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate found. `passed_over`: cases whose documents the active release does not have."""

    passed: bool
    margin: float
    golden: str
    cases: int = 0
    passed_over: int = 0
    before: Mapping[str, float] | None = None
    after: Mapping[str, float] | None = None
    fell: tuple[Fall, ...] = ()
    problems: tuple[str, ...] = ()
    note: str = ""
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """For the report and for the release's row."""
        fell = [{**asdict(fall), "expected": list(fall.expected), "reason": fall.reason} for fall in self.fell]
        figures = {name: dict(value) if value else None for name, value in (("before", self.before), ("after", self.after))}
        counts = {"passed": self.passed, "cases": self.cases, "passed_over": self.passed_over, "margin": self.margin, "golden": self.golden}
        return {**counts, **figures, "fell": fell, "problems": list(self.problems), "note": self.note, "seconds": round(self.seconds, 3)}
