"""The vector index: nearest first, replaced by id, one collection for each model, seen anew after `reopen`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding import Vectors
from knowledge.vectors import VectorIndex


@pytest.fixture
def index(tmp_path: Path) -> Iterator[VectorIndex]:
    opened = VectorIndex(tmp_path / "vectors", "model-a")
    yield opened
    opened.close()


def at(degrees: float) -> Vectors:
    return np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))], np.float32)


def test_the_nearest_come_first(index: VectorIndex) -> None:
    index.add([(str(d), at(d)) for d in (0, 90, 30, 170)])
    assert index.nearest(at(25), 3) == ["30", "0", "90"]


def test_an_empty_index_finds_nothing(index: VectorIndex) -> None:
    assert index.nearest(at(0), 5) == []
    assert index.count() == 0
    assert index.known(["a"]) == set()


def test_more_than_there_are_is_all_there_are(index: VectorIndex) -> None:
    index.add([("a", at(0))])
    assert index.nearest(at(0), 50) == ["a"]


def test_adding_an_id_again_replaces_its_vector(index: VectorIndex) -> None:
    index.add([("a", at(0)), ("b", at(90))])
    index.add([("a", at(180))])
    assert index.count() == 2
    assert index.nearest(at(0), 1) == ["b"]


def test_known_tells_which_ids_are_there(index: VectorIndex) -> None:
    index.add([(f"Luật An ninh mạng#{i}", at(i)) for i in range(5)])
    assert index.known([f"Luật An ninh mạng#{i}" for i in range(3, 9)]) == {"Luật An ninh mạng#3", "Luật An ninh mạng#4"}


def test_more_than_one_batch_is_kept(index: VectorIndex) -> None:
    index.add((str(i), at(i * 360 / 4500)) for i in range(4500))
    assert index.count() == 4500
    assert index.known([str(i) for i in range(4500)]) == {str(i) for i in range(4500)}
    assert set(index.nearest(at(180), 3)) == {"2249", "2250", "2251"}


def test_another_client_sees_new_vectors_after_it_reopens(index: VectorIndex, tmp_path: Path) -> None:
    other = VectorIndex(tmp_path / "vectors", "model-a")
    index.add([("a", at(0))])
    other.reopen()
    assert other.nearest(at(0), 1) == ["a"]
    other.close()


def test_models_do_not_mix(index: VectorIndex, tmp_path: Path) -> None:
    index.add([("a", at(0))])
    other = VectorIndex(tmp_path / "vectors", "Model/B")
    assert other.count() == 0
    other.add([("a", np.array([1, 0, 0], np.float32))])
    assert (index.count(), other.count()) == (1, 1)
    other.close()
