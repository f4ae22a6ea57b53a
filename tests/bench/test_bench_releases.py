"""`make bench ARGS="-k releases"`: what the gate costs, and how soon a rollback is done and followed."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from ingest.gate import compare
from ingest.golden import read_golden
from knowledge.base import KnowledgeBase
from knowledge.search import search
from tests.bench.bases import large_base
from tests.bench.test_bench import centres, line  # noqa: F401  (centres is a fixture)
from tests.conftest import make_settings
from tests.support.papers import paper, publish
from tests.support.shell import run

pytestmark = pytest.mark.bench


def test_the_gate_with_the_starter_set(starter_copy: Path) -> None:
    base = KnowledgeBase(make_settings(starter_copy))
    golden, view = read_golden(starter_copy / "golden"), base.view()
    started = time.perf_counter()
    for case in golden.cases:
        base.embedder.query(case.question)
    embedding = time.perf_counter() - started
    verdict = compare(base, view, view, golden, 0.02)
    base.close()
    figure = f"{verdict.seconds:.1f} s for {verdict.cases} questions = {verdict.seconds / embedding:.1f}x embedding them once"
    line("the gate, starter set", figure, verdict.seconds < 5, "< 5 s")


def test_rolling_back_10000_chunks(tmp_path: Path, centres: object) -> None:  # noqa: F811
    base = large_base(tmp_path / "data", 10_000, centres)  # type: ignore[arg-type]
    publish(base, paper("them", "Văn bản thêm vào về trí tuệ nhân tạo"))
    started = time.perf_counter()
    done = run(tmp_path / "data", "-m", "ingest", "rollback", "1", "--json")
    whole = time.perf_counter() - started
    assert done.returncode == 0, done.stderr
    row = json.loads(done.stdout)["seconds"]
    line("rollback, 10,000 chunks", f"{row:.3f} s, the command from start to end {whole:.2f} s", whole < 1, "< 1 s")
    started = time.perf_counter()
    found = search(base, "trí tuệ nhân tạo").passages
    followed = time.perf_counter() - started
    assert "them" not in {p.document.document_id for p in found}
    line("first question of an open process after it", f"{followed:.2f} s", followed < 2, "< 2 s")
    base.close()
