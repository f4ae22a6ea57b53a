"""Run the cases and count: right answers, refusals where there is an answer, answers where there is none."""

from __future__ import annotations

import math
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.evaluation.cases import Case, problems
from assistant.models import Answer, Question

Answering = Callable[[Question], Answer]


@dataclass(frozen=True, slots=True)
class Result:
    """A case with the answer it got and what was wrong with it."""

    case: Case
    answer: Answer
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `count`, with the 95 % Wilson interval."""

    right: int
    count: int

    @property
    def value(self) -> float:
        """right / count; 0 for none."""
        return self.right / self.count if self.count else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval for a proportion, z = 1.96."""
        if not self.count:
            return 0.0, 1.0
        z2, n, p = 1.96**2, self.count, self.value
        centre, spread = p + z2 / (2 * n), 1.96 * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
        return (centre - spread) / (1 + z2 / n), (centre + spread) / (1 + z2 / n)


def run_cases(cases: Iterable[Case], answering: Answering) -> list[Result]:
    """Ask every case; the turns of one conversation share one id that no earlier run has used."""
    run = uuid.uuid4().hex[:8]
    results = []
    for case in cases:
        conversation = f"{run}-{case.conversation}" if case.conversation else None
        answer = answering(Question(case.question, conversation, "evaluation", case.as_of))
        results.append(Result(case, answer, tuple(problems(case, answer))))
    return results


def shares(results: Sequence[Result], key: Callable[[Case], str]) -> dict[str, Share]:
    """The share of right answers for each value of `key`."""
    grouped: defaultdict[str, list[bool]] = defaultdict(list)
    for result in results:
        grouped[key(result.case)].append(not result.problems)
    return {name: Share(sum(rights), len(rights)) for name, rights in sorted(grouped.items())}


def wrongly_answered(results: Sequence[Result]) -> Share:
    """Of the cases that must not be answered, those that were."""
    must_not = [r for r in results if not any(s.startswith("answered") for s in r.case.status)]
    return Share(sum(r.answer.status.family == "answered" for r in must_not), len(must_not))


def wrongly_refused(results: Sequence[Result]) -> Share:
    """Of the cases that must be answered, those that were refused."""
    must = [r for r in results if all(s.startswith("answered") for s in r.case.status)]
    return Share(sum(r.answer.status.family != "answered" for r in must), len(must))
