"""What another ANSWER_THRESHOLD would change, case by case: the cases are asked once without a threshold, then every value is told at once.

An answer whose evidence is thin may be given all the same, because the question names a document. Which those are is known from
asking the cases with thin evidence once more, at the threshold in force.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.evaluation.cases import Case
from assistant.evaluation.measure import Result
from assistant.evaluation.tradeoff import answered_up_to

Asking = Callable[[Sequence[Case], float], list[Result]]
"""Ask these cases at this threshold."""


@dataclass(frozen=True, slots=True)
class Tally:
    """At one threshold: answered rightly, answered wrongly or in vain, refused although there is an answer, rightly refused."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """`least`: by case id the highest threshold at which it is answered; `chosen`: the threshold in force when it was made."""

    results: Sequence[Result]
    least: Mapping[str, float]
    chosen: float
    release: str

    def answered(self, result: Result, threshold: float) -> bool:
        """Whether this case is answered at a threshold."""
        return self.least[result.case.case_id] >= threshold

    def tally(self, threshold: float) -> Tally:
        """The counts at a threshold."""
        kinds = [self._kind(result, threshold) for result in self.results]
        return Tally(*(kinds.count(name) for name in ("right", "wrong", "missed", "refused")))

    def changed(self, threshold: float) -> tuple[list[Result], list[Result]]:
        """Development cases that would be answered and are not now; and those that would no longer be."""
        differ = [r for r in self.results if not r.case.held_out and self.answered(r, threshold) != self.answered(r, self.chosen)]
        return [r for r in differ if self.answered(r, threshold)], [r for r in differ if not self.answered(r, threshold)]

    def _kind(self, result: Result, threshold: float) -> str:
        if self.answered(result, threshold):
            return "right" if result.right else "wrong"
        return "missed" if result.case.must_be_answered else "refused"


def preview(cases: Sequence[Case], asking: Asking, chosen: float, release: str) -> Preview:
    """Ask all cases without a threshold, and those with thin evidence at the `chosen` one."""
    bold = asking(cases, 0.0)
    thin = {r.case.cluster for r in bold if r.answered and r.evidence is not None and r.evidence < chosen}
    again = asking([case for case in cases if case.cluster in thin], chosen)
    at = {r.case.case_id: r.answered for r in again}
    return Preview(bold, answered_up_to(bold, at, chosen), chosen, release)
