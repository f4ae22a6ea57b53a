"""Broken files of the indexes are seen before anybody opens them, and the index is made anew from the catalogue."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from structlog.testing import capture_logs

from knowledge.base import KnowledgeBase
from knowledge.keyword_files import keywords_are_whole
from knowledge.keywords import KeywordIndex
from knowledge.search import search
from knowledge.vector_files import graph_of, vectors_are_whole, vouch_for
from knowledge.vectors import VectorIndex
from tests.conftest import make_settings
from tests.support.embedders import CountingEmbedder
from tests.support.papers import FERTILISER, STRATEGY, take_in, write

Harm = Callable[[Path], None]
ENOUGH_FOR_A_GRAPH = 2500


def noise(file: Path) -> None:
    """A page in the middle that a disk gave back wrongly."""
    data = bytearray(file.read_bytes())
    start = len(data) // 3
    data[start : start + 512] = random.Random(7).randbytes(len(data[start : start + 512]))
    file.write_bytes(data)


def cut(file: Path) -> None:
    """Half a file, as after a power cut."""
    os.truncate(file, file.stat().st_size // 2)


@pytest.fixture
def filled(base: KnowledgeBase, tmp_path: Path) -> Path:
    """A data folder with two documents, closed."""
    take_in(base, write(tmp_path / "in", chien_luoc=STRATEGY, phan_bon=FERTILISER))
    base.close()
    return base.settings.data_dir


@pytest.mark.parametrize("harm", [noise, cut, Path.unlink], ids=["noise", "cut", "gone"])
@pytest.mark.parametrize("ending", ["idx", "term", "store", "fieldnorm"])
def test_a_broken_segment_is_seen(tmp_path: Path, ending: str, harm: Harm) -> None:
    index = KeywordIndex(tmp_path / "keywords")
    index.add((f"c{n}", f"văn bản số {n} về trí tuệ nhân tạo", "Điều 1") for n in range(200))
    index.remove(["c7"])
    assert keywords_are_whole(tmp_path / "keywords")
    harm(next((tmp_path / "keywords").glob(f"*.{ending}")))
    assert not keywords_are_whole(tmp_path / "keywords")


def test_a_new_folder_and_an_empty_index_are_whole(tmp_path: Path) -> None:
    assert keywords_are_whole(tmp_path / "keywords")
    KeywordIndex(tmp_path / "keywords")
    assert keywords_are_whole(tmp_path / "keywords")
    VectorIndex(tmp_path / "vectors", "m").close()
    assert vectors_are_whole(tmp_path / "vectors")


def break_keywords(data_dir: Path) -> None:
    for file in (data_dir / "keywords").glob("*.idx"):
        noise(file)


def break_meta(data_dir: Path) -> None:
    (data_dir / "keywords" / "meta.json").write_text("{")


def break_chroma(data_dir: Path) -> None:
    database = data_dir / "vectors" / "chroma.sqlite3"
    for wal in database.parent.glob("chroma.sqlite3-*"):
        wal.unlink()
    cut(database)


@pytest.mark.parametrize("broken", [break_keywords, break_meta, break_chroma])
def test_a_broken_index_is_made_anew_without_embedding(filled: Path, broken: Harm) -> None:
    broken(filled)
    with capture_logs() as logs:
        again = KnowledgeBase(make_settings(filled))
    again.embedder = counting = CountingEmbedder()
    release = again.view().release
    assert again.vectors.count() == again.keywords.count() == release.chunks
    assert search(again, "bộ nào chủ trì chiến lược").passages[0].document.document_id == "chien-luoc"
    assert search(again, "lấy mẫu phân bón").passages[0].document.document_id == "phan-bon"
    assert counting.embedded == []
    assert [line["event"] for line in logs if line["event"] == "index_broken"] == ["index_broken"]
    again.close()
    whole = KnowledgeBase(make_settings(filled))
    assert whole.view().release.key == release.key
    whole.close()


def unit_vectors(n: int) -> np.ndarray:
    drawn = np.random.default_rng(1).normal(size=(n, 32)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def test_a_broken_graph_is_tried_by_a_process_that_may_die_of_it(tmp_path: Path) -> None:
    """Chroma itself would take the process along (a segmentation fault)."""
    folder = tmp_path / "vectors"
    index = VectorIndex(folder, "m")
    index.add((f"c{n}", vector) for n, vector in enumerate(unit_vectors(ENOUGH_FOR_A_GRAPH)))
    index.close()
    known = (folder / "whole.json").read_text()
    assert graph_of(folder)
    assert vectors_are_whole(folder)
    (folder / "whole.json").unlink()
    assert vectors_are_whole(folder), "a sound graph that nobody vouched for stands its trial"
    assert (folder / "whole.json").read_text() == known
    cut(next(folder.glob("*/data_level0.bin")))
    assert not vectors_are_whole(folder)
    vouch_for(folder)
    assert vectors_are_whole(folder), "what was vouched for is not tried again"


def test_while_vectors_cannot_be_searched_words_find(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = KnowledgeBase(make_settings(filled))
    question, away = "bộ nào chủ trì chiến lược", RuntimeError("the server is away")
    before = [passage.chunk.chunk_id for passage in search(opened, question).passages]
    calls: list[int] = []

    def fails(vector: object, limit: int) -> list[str]:
        calls.append(limit)
        raise away

    monkeypatch.setattr(opened.vectors, "nearest", fails)
    for _ in range(5):
        assert search(opened, question).passages[0].chunk.chunk_id == before[0]
    assert opened.words_only
    assert len(calls) == 1, "what failed is left alone for a while"
    monkeypatch.undo()
    assert opened.words_only
    opened._vectors_rest._until = 0.0  # the rest is over
    assert [passage.chunk.chunk_id for passage in search(opened, question).passages] == before
    assert not opened.words_only
    opened.close()
