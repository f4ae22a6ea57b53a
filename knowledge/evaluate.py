"""Measuring retrieval: does a right document come first, among the first five, among the first ten, how fast."""

from __future__ import annotations

import time
from collections.abc import Sequence
from statistics import mean, median
from typing import Any

from knowledge.base import KnowledgeBase
from knowledge.language.normalise import fold
from knowledge.search import best_of_each_document, search

_PASSAGES = 100


def evaluate(base: KnowledgeBase, rows: Sequence[dict[str, Any]], *, strip_diacritics: bool = False) -> dict[str, float]:
    """Figures over `rows` of {"question", "relevant": [document id]}; a document counts with its best chunk."""
    ranks, took = [], []
    for row in rows:
        question = fold(row["question"]) if strip_diacritics else row["question"]
        started = time.perf_counter()
        passages = best_of_each_document(search(base, question, _PASSAGES).passages)
        took.append((time.perf_counter() - started) * 1000)
        ranks.append(first_rank([p.document.document_id for p in passages], set(row["relevant"])))
    return {"questions": len(rows), **figures(ranks), "ms_p50": round(median(took), 2), "ms_p95": round(_percentile(took, 0.95), 2)}


def first_rank(found: Sequence[str], relevant: set[str]) -> int | None:
    """Place (from 1) of the first relevant document; None when there is none."""
    return next((i for i, document_id in enumerate(found, start=1) if document_id in relevant), None)


def figures(ranks: Sequence[int | None]) -> dict[str, float]:
    """hit@k: share with a right document in the first k; mrr@10: mean of 1/rank, 0 beyond ten."""
    hits = {f"hit@{k}": round(mean(bool(r and r <= k) for r in ranks), 4) for k in (1, 5, 10)}
    return {**hits, "mrr@10": round(mean(1 / r if r and r <= 10 else 0.0 for r in ranks), 4)}


def _percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]
