"""The gate: a release that finds less than the active one is not published.

Both are searched with the golden questions whose documents the active release has, so that both face the same
task. hit@5 or mrr@10 may fall by the margin, not by more.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from ingest.golden import GoldenCase, GoldenSet
from ingest.verdict import DEEPEST, FIGURES, Fall, Verdict
from knowledge.base import KnowledgeBase, View
from knowledge.embedding import Vectors
from knowledge.evaluate import figures, first_rank
from knowledge.search import best_of_each_document, rank, read_query

_PASSAGES = 60


def compare(base: KnowledgeBase, active: View, candidate: View, golden: GoldenSet, margin: float) -> Verdict:
    """Search both releases with the golden questions and judge the difference."""
    started = time.monotonic()
    here, there = _names(active), _names(candidate)
    cases = [case for case in golden.cases if here & set(case.expected)]
    left, folder = len(golden.cases) - len(cases), str(golden.folder)
    if not cases:
        return Verdict(True, margin, folder, passed_over=left, problems=golden.problems, note=_why_none(golden, active))
    searching = _Searching(base)
    before = [searching.rank(case, active) for case in cases]
    after = [searching.rank(case, candidate) for case in cases]
    first, second = _score(before), _score(after)
    fell = tuple(
        Fall(case.question, case.expected, b, a, not there & set(case.expected))
        for case, b, a in zip(cases, before, after, strict=True)
        if b is not None and (a is None or a > b)
    )
    passed = all(first[name] - second[name] <= margin + 1e-9 for name in FIGURES)
    return Verdict(passed, margin, folder, len(cases), left, first, second, fell, golden.problems, "", time.monotonic() - started)


def _names(view: View) -> set[str]:
    """Ids and numbers of the documents of a release."""
    return {*view.documents, *(d.number for d in view.documents.values() if d.number)}


def _why_none(golden: GoldenSet, active: View) -> str:
    if not golden.cases:
        return f"Chưa có câu hỏi kiểm tra nào nên không so sánh được. Hãy thêm vào thư mục {golden.folder}."
    if active.release.number == 0:
        return "Đây là bản phát hành đầu tiên, chưa có bản nào để so sánh."
    return "Không có câu hỏi kiểm tra nào về văn bản của bản đang dùng nên không so sánh được."


def _score(ranks: Sequence[int | None]) -> dict[str, float]:
    found = figures(ranks)
    return {name: float(found[name]) for name in FIGURES}


class _Searching:
    """Ranks of the right documents. A question is embedded once, as long as both releases read it alike."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base
        self._vectors: dict[str, Vectors] = {}

    def rank(self, case: GoldenCase, view: View) -> int | None:
        """Place of the first right document among the first ten; those issued after the day of asking do not count."""
        query = read_query(case.question, view)
        if query.accented not in self._vectors:
            self._vectors[query.accented] = self._base.embedder.query(query.accented)
        passages = rank(self._base, view, query, self._vectors[query.accented], _PASSAGES)
        documents = [p.document for p in best_of_each_document(passages)]
        in_time = [d for d in documents if not (case.as_of and d.issued_on and d.issued_on > case.as_of)]
        return first_rank([d.document_id for d in in_time[:DEEPEST]], {d.document_id for d in in_time if case.wanted(d)})
