"""Bases that are dear to make, shared by all measurements."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from knowledge.base import KnowledgeBase
from tests.bench.bases import ALQAC
from tests.conftest import make_settings


@pytest.fixture(scope="session")
def alqac_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with all 2,249 law articles, embedded: two minutes. Nobody writes to it."""
    if not ALQAC.is_dir():
        pytest.skip("../shared/data/alqac is not here")
    folder = tmp_path_factory.mktemp("alqac") / "data"
    base = KnowledgeBase(make_settings(folder))
    started = time.perf_counter()
    report = ingest(base, [str(ALQAC / "corpus.jsonl")])
    seconds = time.perf_counter() - started
    print(f"\nALQAC: {len(report.documents)} articles, {base.view().release.chunks} chunks ingested in {seconds:.0f} s")
    base.close()
    return folder


@pytest.fixture(scope="module")
def alqac(alqac_folder: Path) -> Iterator[KnowledgeBase]:
    """That base, open."""
    base = KnowledgeBase(make_settings(alqac_folder))
    yield base
    base.close()
