"""The real embedder, counting what it is asked to do."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from knowledge.embedding import INT8, Embedder, Vectors, load_embedder


@cache
def models_folder() -> Path:
    """A folder for what the default embedder makes on its first start; gone when the tests are."""
    folder = tempfile.mkdtemp(prefix="models-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def default_embedder() -> Embedder:
    """The embedder that a knowledge base has when nobody sets another one."""
    return load_embedder(INT8, models_folder())


class CountingEmbedder(Embedder):
    """`embedded` holds every passage text that was turned into a vector."""

    name = ""

    def __init__(self) -> None:
        self._real = default_embedder()
        self.name = type(self).name or self._real.name
        self.embedded: list[str] = []

    def passages(self, texts: list[str]) -> Vectors:
        self.embedded += texts
        return self._real.passages(texts)

    def query(self, text: str) -> Vectors:
        return self._real.query(text)
