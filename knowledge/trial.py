"""`python -m knowledge.trial FOLDER`: read every vector of a Chroma folder and look some of them up, and die of it if need be.

All vectors here have length 1: one that does not was not written by us. Exit code 0 means that the folder can be read.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

from knowledge.vectors import client_of

_BATCH = 2000
_LENGTH_OFF = 1e-3
_LOOKED_UP, _AMONG = 100, 10
_FOUND = 0.9
"""Of those that are looked up, so many are among the first ten: the graph is approximate."""


def try_out(folder: str) -> bool:
    """Whether every collection of the folder is whole."""
    client = client_of(folder)
    return all(_whole(client.get_collection(collection.name, embedding_function=None)) for collection in client.list_collections())


def _whole(collection: Any) -> bool:
    total, seen = collection.count(), 0
    step = max(1, total // _LOOKED_UP)
    for start in range(0, total, _BATCH):
        found = collection.get(limit=_BATCH, offset=start, include=["embeddings"])
        ids, vectors = found["ids"], np.asarray(found["embeddings"], np.float32)
        if len(ids) != len(vectors) or not np.all(np.abs(np.linalg.norm(vectors, axis=1) - 1) < _LENGTH_OFF):
            return False
        some = range(0, len(ids), step)
        if len(some) and _share_found(collection, ids, vectors, some) < _FOUND:
            return False
        seen += len(ids)
    return bool(seen == total)


def _share_found(collection: Any, ids: list[str], vectors: Any, some: range) -> float:
    near = collection.query(query_embeddings=[vectors[i] for i in some], n_results=_AMONG, include=[])["ids"]
    return sum(ids[i] in row for i, row in zip(some, near, strict=True)) / len(some)


if __name__ == "__main__":
    sys.exit(0 if try_out(sys.argv[1]) else 1)
