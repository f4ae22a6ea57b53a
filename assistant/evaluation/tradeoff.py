"""The price of caution: what a higher ANSWER_THRESHOLD refuses, and what a lower one answers wrongly."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.evaluation.measure import Result
from assistant.evaluation.shares import Share, share_of

THRESHOLDS = tuple(round(n * 0.02, 2) for n in range(51))


@dataclass(frozen=True, slots=True)
class Point:
    """At this threshold: of the cases that must not be answered those that are, of those that must be those refused."""

    threshold: float
    wrongly_answered: Share
    wrongly_refused: Share


def curve(never_refusing: Sequence[Result], at: Mapping[str, bool], chosen: float, thresholds: Sequence[float] = THRESHOLDS) -> list[Point]:
    """A point for every threshold, from a run with the threshold at 0.

    `at` tells for each case whether it was answered at the `chosen` threshold: an answer given there in spite of thin
    evidence (the question only named a document) does not hang on the threshold.
    """
    least = answered_up_to(never_refusing, at, chosen)
    return [_point(never_refusing, least, threshold) for threshold in thresholds]


def curve_by_score(answering_always: Sequence[Result], points: int = 40) -> list[Point]:
    """The curve of a search that answers always, from silence below no score to silence below every score."""
    scores = sorted(r.evidence for r in answering_always if r.evidence is not None and r.answered)
    steps = [scores[n * (len(scores) - 1) // points] for n in range(points + 1)] if scores else []
    least = {r.case.case_id: r.evidence if r.answered and r.evidence is not None else -math.inf for r in answering_always}
    return [_point(answering_always, least, threshold) for threshold in (*dict.fromkeys(steps), math.inf)]


def answered_up_to(never_refusing: Sequence[Result], at: Mapping[str, bool], chosen: float) -> dict[str, float]:
    """By case id the highest threshold at which a case is answered; `at` as for `curve`."""
    return {r.case.case_id: _answered_up_to(r, at.get(r.case.case_id, False), chosen) for r in never_refusing}


def _answered_up_to(result: Result, answered_at_chosen: bool, chosen: float) -> float:
    """The highest threshold at which the case is answered; below 0 for never."""
    if not result.answered:
        return -1.0
    if result.evidence is None or (answered_at_chosen and result.evidence < chosen):
        return 1.0
    return result.evidence


def _point(results: Sequence[Result], least: Mapping[str, float], threshold: float) -> Point:
    def answered(result: Result) -> bool:
        return least[result.case.case_id] >= threshold

    wrongly = share_of((r.case.cluster, answered(r)) for r in results if r.case.must_not_be_answered)
    refused = share_of((r.case.cluster, not answered(r)) for r in results if r.case.must_be_answered)
    return Point(threshold, wrongly, refused)
