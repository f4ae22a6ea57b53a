"""Several set-ups on the same cases: each with its shares, and how far ours is ahead."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.evaluation.measure import Result, right, right_document, shares, wrongly_answered, wrongly_refused
from assistant.evaluation.shares import Share, difference

MEASURES: dict[str, Callable[[Sequence[Result]], Share]] = {
    "all": right,
    "documents": lambda results: right([r for r in results if r.case.asks_documents]),
    "first": lambda results: right_document(results, 1),
    "top3": lambda results: right_document(results, 3),
    "wrongly_answered": wrongly_answered,
    "wrongly_refused": wrongly_refused,
}
"""What is measured of every set-up, over all cases, those that a document answers, and those that must be refused."""


@dataclass(frozen=True, slots=True)
class Setup:
    """A way of answering, with what it did on the cases; `threshold` is that of its own score, when it has one."""

    name: str
    results: Sequence[Result]
    threshold: float | None = None


@dataclass(frozen=True, slots=True)
class Ahead:
    """How much larger our share of right answers is, with its 95 % interval."""

    value: float
    low: float
    high: float


def ahead(ours: Setup, other: Setup, counts: Callable[[Result], bool] = lambda _: True) -> Ahead:
    """Our share of right answers minus the other's, on the cases that count."""
    theirs = {r.case.case_id: r for r in other.results}
    pairs = [(r.case.cluster, r.right, theirs[r.case.case_id].right) for r in ours.results if counts(r)]
    return Ahead(*difference(pairs))


def part_of(setup: Setup, held_out: bool) -> Setup:
    """The same set-up on the held-out cases alone, or on the development cases."""
    return Setup(setup.name, [r for r in setup.results if r.case.held_out is held_out], setup.threshold)


def figures_of(setup: Setup) -> dict[str, Any]:
    """The set-up's shares as JSON."""
    threshold = setup.threshold if setup.threshold is not None and math.isfinite(setup.threshold) else None
    measured = {name: figure(measure(setup.results)) for name, measure in MEASURES.items()}
    kinds = {name: figure(share) for name, share in shares(setup.results, lambda case: case.kind).items()}
    return {"threshold": threshold, **measured, "kinds": kinds}


def figure(share: Share) -> dict[str, Any]:
    """A share as JSON."""
    low, high = share.interval
    return {"right": share.right, "count": share.count, "share": round(share.value, 4), "interval": [round(low, 4), round(high, 4)]}
