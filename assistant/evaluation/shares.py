"""Shares of right answers with 95 % intervals that know when cases hang together.

The turns of a dialogue, and one question written in eleven ways, go right or wrong together: eleven of them tell less
than eleven questions. Wilson's interval is therefore taken at the *effective* number of cases (Franco, Little, Louis,
Slud 2019, "Comparative study of confidence intervals for proportions in complex sample surveys", J. Surv. Stat. Methodol. 7).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

_Z2 = 1.96**2
_RESAMPLES = 4000
_SEED = 2026


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `count`; `effective` is how many independent cases they are worth (None: as many as there are)."""

    right: int
    count: int
    effective: float | None = field(default=None, compare=False)

    @property
    def value(self) -> float:
        """right / count; 0 for none."""
        return self.right / self.count if self.count else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval for a proportion, z = 1.96, at the effective number of cases."""
        if not self.count:
            return 0.0, 1.0
        n, p = self.effective or self.count, self.value
        centre, spread = p + _Z2 / (2 * n), 1.96 * math.sqrt(p * (1 - p) / n + _Z2 / (4 * n * n))
        return max(0.0, (centre - spread) / (1 + _Z2 / n)), min(1.0, (centre + spread) / (1 + _Z2 / n))


def share_of(outcomes: Iterable[tuple[str, bool]]) -> Share:
    """The share of true outcomes among (cluster, outcome) pairs."""
    clusters: defaultdict[str, list[bool]] = defaultdict(list)
    for cluster, outcome in outcomes:
        clusters[cluster].append(outcome)
    right, count = sum(map(sum, clusters.values())), sum(map(len, clusters.values()))
    return Share(right, count, _effective([*clusters.values()], right, count))


def difference(outcomes: Sequence[tuple[str, bool, bool]]) -> tuple[float, float, float]:
    """(value, low, high) of the first share minus the second, over (cluster, first, second) of the same cases.

    The interval is the percentile bootstrap: whole clusters are drawn with replacement, always by the same dice.
    """
    if not outcomes:
        return 0.0, -1.0, 1.0
    sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for cluster, first, second in outcomes:
        sums[cluster][0] += first - second
        sums[cluster][1] += 1
    ahead, cases = np.array([*sums.values()]).T
    drawn = np.random.default_rng(_SEED).integers(0, len(cases), (_RESAMPLES, len(cases)))
    low, high = np.quantile(ahead[drawn].sum(axis=1) / cases[drawn].sum(axis=1), [0.025, 0.975])
    return float(ahead.sum() / cases.sum()), float(low), float(high)


def _effective(clusters: Sequence[Sequence[bool]], right: int, count: int) -> float | None:
    """count / design effect, never fewer than there are clusters; when all agree nothing can be said but that."""
    if len(clusters) in (0, count):
        return None
    p = right / count
    if p in (0, 1) or len(clusters) == 1:
        return float(len(clusters))
    off = sum((sum(outcomes) - p * len(outcomes)) ** 2 for outcomes in clusters)
    variance = off / count**2 * len(clusters) / (len(clusters) - 1)
    return max(min(p * (1 - p) / variance, count), len(clusters)) if variance else float(count)
