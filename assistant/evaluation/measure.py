"""Run the cases and count: right answers, refusals where there is an answer, answers where there is none."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from assistant.evaluation.cases import Case, problems
from assistant.evaluation.shares import Share, share_of
from assistant.models import Answer, Question

RANKED = 3


@dataclass(frozen=True, slots=True)
class Observed:
    """An answer, with what only those who measure look at.

    `evidence` is the probability that the answer was judged by (None: it was given or refused for another reason);
    `ranked` are documents, those shown first, then the next best.
    """

    answer: Answer
    evidence: float | None = None
    ranked: tuple[str, ...] = ()


Answering = Callable[[Question], Answer | Observed]


@dataclass(frozen=True, slots=True)
class Result:
    """A case with the answer it got and what was wrong with it."""

    case: Case
    answer: Answer
    problems: tuple[str, ...]
    evidence: float | None = None
    ranked: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Whether nothing was wrong."""
        return not self.problems

    @property
    def answered(self) -> bool:
        """Whether an answer was given, a right one or not."""
        return self.answer.status.family == "answered"


def shown(results: Iterable[Result]) -> int:
    """The median number of characters quoted in an answer from documents: who shows more finds what is asked more easily."""
    lengths = [sum(len(source.quote) for source in r.answer.sources) for r in results if r.answer.sources]
    return round(median(lengths)) if lengths else 0


def run_cases(cases: Iterable[Case], answering: Answering) -> list[Result]:
    """Ask every case; the turns of one conversation share one id that no earlier run has used."""
    run = uuid.uuid4().hex[:8]
    results = []
    for case in cases:
        conversation = f"{run}-{case.conversation}" if case.conversation else None
        seen = answering(Question(case.question, conversation, "evaluation", case.as_of))
        observed = seen if isinstance(seen, Observed) else Observed(seen)
        results.append(result_of(case, observed))
    return results


def result_of(case: Case, observed: Observed) -> Result:
    """A case with what was observed, and what is wrong with it."""
    return Result(case, observed.answer, tuple(problems(case, observed.answer)), observed.evidence, observed.ranked)


def shares(results: Sequence[Result], key: Callable[[Case], str]) -> dict[str, Share]:
    """The share of right answers for each value of `key`."""
    grouped: defaultdict[str, list[Result]] = defaultdict(list)
    for result in results:
        grouped[key(result.case)].append(result)
    return {name: right(some) for name, some in sorted(grouped.items())}


def right(results: Iterable[Result]) -> Share:
    """The share of right answers."""
    return share_of((r.case.cluster, r.right) for r in results)


def wrongly_answered(results: Iterable[Result]) -> Share:
    """Of the cases that must not be answered, those that were."""
    return share_of((r.case.cluster, r.answered) for r in results if r.case.must_not_be_answered)


def wrongly_refused(results: Iterable[Result]) -> Share:
    """Of the cases that must be answered, those that were refused."""
    return share_of((r.case.cluster, not r.answered) for r in results if r.case.must_be_answered)


def right_document(results: Iterable[Result], within: int) -> Share:
    """Of the cases that a document answers, those with such a document among the first `within`, refused or not."""
    asked = (r for r in results if r.case.asks_documents)
    return share_of((r.case.cluster, bool(set(r.case.cites) & set(r.ranked[:within]))) for r in asked)
