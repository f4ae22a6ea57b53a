"""Putting two rankings together: a weighted sum of standardised scores.

Both scores are brought to standard deviations above their mean over the whole base, then added with weights.
Measured better than rank fusion on Vietnamese law (docs/decisions/0002-fusion.md).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

Scores = Mapping[str, float]


def standard_keyword_scores(hits: Scores, total: int) -> tuple[dict[str, float], float]:
    """BM25 scores of the best chunks in standard deviations above the mean of all `total` chunks.

    Chunks that were not among the hits count as 0 in mean and deviation. The second value is the score to give
    to a chunk outside the hits: that of the weakest hit, or 0 when everything matched.
    """
    if not hits:
        return {}, 0.0
    count = max(total, len(hits))
    mean = sum(hits.values()) / count
    variance = sum(s * s for s in hits.values()) / count - mean * mean
    deviation = math.sqrt(max(variance, 1e-9))
    standard = {chunk_id: (score - mean) / deviation for chunk_id, score in hits.items()}
    return standard, min(standard.values())


def fuse(dense: Scores, keyword: Scores, absent: float, dense_weight: float) -> dict[str, float]:
    """dense_weight * dense + (1 - dense_weight) * keyword for every chunk that has a dense score."""
    return {c: dense_weight * d + (1 - dense_weight) * keyword.get(c, absent) for c, d in dense.items()}
