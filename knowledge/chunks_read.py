"""The chunks of one release that were read lately. A release never changes, so what was read of it stays true."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from threading import Lock
from typing import Generic, TypeVar

from knowledge.catalogue import Catalogue
from knowledge.models import Chunk, Release

_CHUNKS, _DOCUMENTS = 10_000, 200
V = TypeVar("V")


class ChunksRead:
    """Reads through to the catalogue. Safe from many threads."""

    def __init__(self, catalogue: Catalogue, release: Release) -> None:
        self._catalogue = catalogue
        self._release = release.number
        self._chunks: _Newest[Chunk] = _Newest(_CHUNKS)
        self._documents: _Newest[Sequence[Chunk]] = _Newest(_DOCUMENTS)

    def chunks(self, chunk_ids: Iterable[str]) -> dict[str, Chunk]:
        """The chunks of these ids that belong to the release, by id."""
        wanted = list(chunk_ids)
        found = {i: chunk for i in wanted if (chunk := self._chunks.get(i)) is not None}
        if missing := [i for i in wanted if i not in found]:
            read = self._catalogue.chunks(missing, self._release)
            for chunk in read.values():
                self._chunks.put(chunk.chunk_id, chunk)
            found |= read
        return found

    def chunks_of(self, document_id: str) -> Sequence[Chunk]:
        """The chunks of one document in reading order."""
        return self._documents.get(document_id) or self._documents.put(document_id, self._read(document_id))

    def _read(self, document_id: str) -> Sequence[Chunk]:
        return tuple(self._catalogue.chunks_of(document_id, self._release))


class _Newest(Generic[V]):
    """So many values, the longest unused goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[str, V] = OrderedDict()

    def get(self, key: str) -> V | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: str, value: V) -> V:
        with self._lock:
            self._kept[key] = value
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return value
