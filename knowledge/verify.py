"""Comparing the indexes of this process with the catalogue, which is the truth: counts and digests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import func, select

from knowledge import tables as t
from knowledge.rows import batches, part_of

if TYPE_CHECKING:
    from knowledge.base import KnowledgeBase

_BATCH = 1000
_MODULUS = 2**64
# Chroma keeps what it is given; a rounding on the way is no damage.
_ALIKE = 1e-4


@dataclass(frozen=True, slots=True)
class Finding:
    """One comparison: what was expected, what was found. Both hold a count and a digest, where there is one."""

    what: str
    expected: str
    found: str

    @property
    def whole(self) -> bool:
        """Whether they are the same."""
        return self.expected == self.found


def verify(base: KnowledgeBase) -> list[Finding]:
    """Look at every chunk of the active release in the catalogue and in both indexes."""
    view = base.refresh()
    release = view.release
    expected, in_vectors, in_keywords = _Sum(), _Sum(), _Sum()
    texts, stored, alike, without = _Sum(), _Sum(), 0, 0
    for chunks in batches(base.catalogue.all_chunks(release.number), _BATCH):
        ids = [chunk.chunk_id for chunk in chunks]
        expected.add(ids)
        texts.add(chunk.digest for chunk in chunks)
        stored.add(_digests(base, ids, release.number))
        vectors = dict(base.catalogue.vectors_of(chunks, base.embedder.name))
        without += len(ids) - len(vectors)
        kept = base.vectors.vectors(ids)
        alike += sum(i in vectors and bool(np.abs(vectors[i] - kept[i]).max() < _ALIKE) for i in kept)
        in_vectors.add(kept)
        in_keywords.add(base.keywords.known(ids))
    return [
        Finding("catalogue: chunks and documents", f"{release.chunks}, {release.documents}", f"{expected.count}, {_documents(base)}"),
        Finding("catalogue: digests of texts", str(texts), str(stored)),
        Finding("catalogue: chunks without a vector", "0", str(without)),
        Finding("vectors: chunks", str(expected), str(in_vectors)),
        Finding("vectors: equal to the catalogue's", str(expected.count), str(alike)),
        Finding("keywords: chunks", str(expected), str(in_keywords)),
    ]


class _Sum:
    """A count and a digest that does not depend on the order."""

    def __init__(self) -> None:
        self.count = 0
        self._sum = 0

    def add(self, texts: Iterable[str]) -> None:
        for text in texts:
            self.count += 1
            self._sum = (self._sum + int.from_bytes(sha256(text.encode()).digest()[:8], "big")) % _MODULUS

    def __str__(self) -> str:
        return f"{self.count} ({self._sum:016x})"


def _digests(base: KnowledgeBase, ids: list[str], release: int) -> list[str]:
    """What the rows say the digests of their texts are."""
    found: list[str] = []
    with base.catalogue.engine.connect() as db:
        for some in batches(ids):
            query = select(t.chunks.c.vector_digest).where(t.chunks.c.chunk_id.in_(some), part_of(t.chunks, release))
            found += db.execute(query).scalars()
    return found


def _documents(base: KnowledgeBase) -> int:
    release = base.catalogue.active().number
    with base.catalogue.engine.connect() as db:
        return int(db.execute(select(func.count()).select_from(t.documents).where(part_of(t.documents, release))).scalar_one())
