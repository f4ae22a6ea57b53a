"""Measuring retrieval: does a right document come first, among the first five, among the first ten, how fast.

A fifth of the questions, chosen by a hash, is held out: weights are tuned on the others only, and both are reported.
"""

from __future__ import annotations

import random
import string
import time
from collections.abc import Callable, Sequence
from hashlib import sha256
from statistics import mean, median
from typing import Any

from knowledge.base import KnowledgeBase
from knowledge.search import best_of_each_document, search

_PASSAGES = 100
_FOLDS = 5


def evaluate(base: KnowledgeBase, rows: Sequence[dict[str, Any]], change: Callable[[str], str] = str) -> dict[str, Any]:
    """Figures over `rows` of {"id"?, "question", "relevant": [document id]}; a document counts with its best chunk.

    `change` makes of each question what is asked: without diacritics, with typos.
    """
    ranks, took = [], []
    for row in rows:
        question = change(row["question"])
        started = time.perf_counter()
        passages = best_of_each_document(search(base, question, _PASSAGES).passages)
        took.append((time.perf_counter() - started) * 1000)
        ranks.append(first_rank([p.document.document_id for p in passages], set(row["relevant"])))
    speed = {"ms_p50": round(median(took), 2), "ms_p95": round(_percentile(took, 0.95), 2)} if took else {}
    held = [held_out(str(row.get("id", row["question"]))) for row in rows]
    parts = {"tuned": False, "held_out": True}
    return {
        **figures(ranks),
        **speed,
        **{n: figures([r for r, h in zip(ranks, held, strict=True) if h == part]) for n, part in parts.items()},
    }


def held_out(question_id: str) -> bool:
    """Whether this question is in the fifth that nothing is tuned on."""
    return int(sha256(question_id.encode()).hexdigest(), 16) % _FOLDS == 0


def with_typos(question: str, draw: random.Random) -> str:
    """`question` with one slip in every third syllable: a letter dropped, added, replaced, or two swapped."""
    return " ".join(_slip(word, draw) if n % 3 == 2 else word for n, word in enumerate(question.split()))


def _slip(word: str, draw: random.Random) -> str:
    if len(word) < 2:
        return word
    at, letter = draw.randrange(len(word) - 1), draw.choice(string.ascii_lowercase)
    before, here, after, rest = word[:at], word[at], word[at + 1], word[at + 2 :]
    return draw.choice(
        [before + after + rest, before + letter + here + after + rest, before + letter + after + rest, before + after + here + rest]
    )


def first_rank(found: Sequence[str], relevant: set[str]) -> int | None:
    """Place (from 1) of the first relevant document; None when there is none."""
    return next((i for i, document_id in enumerate(found, start=1) if document_id in relevant), None)


def figures(ranks: Sequence[int | None]) -> dict[str, float]:
    """hit@k: share with a right document in the first k; mrr@10: mean of 1/rank, 0 beyond ten."""
    if not ranks:
        return {"questions": 0}
    hits = {f"hit@{k}": round(mean(bool(r and r <= k) for r in ranks), 4) for k in (1, 5, 10)}
    return {"questions": len(ranks), **hits, "mrr@10": round(mean(1 / r if r and r <= 10 else 0.0 for r in ranks), 4)}


def _percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]
