"""Comparing the indexes of this process with the catalogue, which is the truth: counts and digests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import func, select

from knowledge import tables as t
from knowledge.rows import batches, part_of
from knowledge.tally import Tally

if TYPE_CHECKING:
    from knowledge.base import KnowledgeBase

_BATCH = 1000
_DIGITS = 16
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
    expected, in_vectors, in_keywords = Tally(), Tally(), Tally()
    texts, stored, alike, without = Tally(), Tally(), 0, 0
    for chunks in batches(base.catalogue.all_chunks(release.number), _BATCH):
        ids = [chunk.chunk_id for chunk in chunks]
        _count(expected, ids)
        _count(texts, (chunk.digest for chunk in chunks))
        _count(stored, _digests(base, ids, release.number))
        vectors = dict(base.catalogue.vectors_of(chunks, base.embedder.name))
        without += len(ids) - len(vectors)
        kept = base.vectors.vectors(ids)
        alike += sum(i in vectors and bool(np.abs(vectors[i] - kept[i]).max() < _ALIKE) for i in kept)
        _count(in_vectors, kept)
        _count(in_keywords, base.keywords.known(ids))
    return [
        Finding("catalogue: chunks and documents", f"{release.chunks}, {release.documents}", f"{expected.rows}, {_documents(base)}"),
        Finding("catalogue: digests of texts", _told(texts), _told(stored)),
        Finding("catalogue: chunks without a vector", "0", str(without)),
        Finding("vectors: chunks", _told(expected), _told(in_vectors)),
        Finding("vectors: equal to the catalogue's", str(expected.rows), str(alike)),
        Finding("keywords: chunks", _told(expected), _told(in_keywords)),
    ]


def _count(tally: Tally, texts: Iterable[str]) -> None:
    for text in texts:
        tally.add(text.encode())


def _told(tally: Tally) -> str:
    return f"{tally.rows} ({tally.digest[:_DIGITS]})"


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
