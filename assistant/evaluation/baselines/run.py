"""Both baselines over the documents of a release and the cases; each answering always, and with a threshold."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.evaluation.baselines import Search
from assistant.evaluation.baselines.best_piece import Found, choose_threshold, find, results
from assistant.evaluation.baselines.bm25 import PlainBM25
from assistant.evaluation.baselines.texts import texts_of
from assistant.evaluation.baselines.tutorial import Tutorial, pieces_of
from assistant.evaluation.cases import Case
from assistant.evaluation.side_by_side import Setup
from knowledge.base import KnowledgeBase, View


def run_baselines(base: KnowledgeBase, cases: Sequence[Case]) -> list[Setup]:
    """The set-ups of both searches, in this order: tutorial, BM25."""
    view = base.view()
    pieces = pieces_of(texts_of(base, view))
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        searches: list[tuple[str, Search]] = [("tutorial", Tutorial(pieces, Path(folder))), ("bm25", PlainBM25(pieces))]
        return [setup for name, search in searches for setup in setups_of(name, find(cases, search), view)]


def setups_of(name: str, found: Sequence[Found], view: View) -> list[Setup]:
    """One that answers always, one that is silent below the threshold that suits the development cases best."""
    threshold = choose_threshold([f for f in found if not f.case.held_out], view.documents)
    return [
        Setup(f"{name}_always", results(found, view.documents)),
        Setup(f"{name}_threshold", results(found, view.documents, threshold), threshold),
    ]
