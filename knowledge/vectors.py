"""Nearest chunks by meaning: a Chroma collection of unit vectors. The only home of chromadb.

The collection lives in a folder, or on a Chroma server that many processes share. It is a cache: the catalogue's vectors can
fill an empty one again. A client of a folder that another process wrote beside does not see the new vectors until it is
opened anew, so `reopen` is called on each new release; searches that are under way in other threads end on the client they
began with.
"""

from __future__ import annotations

import importlib
import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from knowledge.vector_files import look_of, vouch_for

if TYPE_CHECKING:  # so that a trial of a folder does not wait for LangChain
    from knowledge.embedding import Vectors

_BATCH = 2000
_HNSW = {"space": "ip", "ef_construction": 200, "ef_search": 200, "max_neighbors": 24}
# Chroma shares one client, old view and all, among those who spell a path alike; a slash more is another spelling.
_opened = count()
_SPELLINGS = 100
_SERVER_SECONDS = 20.0
"""Chroma's client would wait for its server for ever."""


@dataclass(slots=True)
class _Client:
    client: Any
    collection: Any
    users: int = 0

    def close(self) -> None:
        self.client.close()
        if session := getattr(self.client._server, "_session", None):
            session.close()  # which Chroma's client leaves open


class VectorIndex:
    """Chunk ids and their vectors, one collection for each embedding model."""

    def __init__(self, folder: Path, model: str, url: str = "") -> None:
        """`url`: of a Chroma server; a path in it sets its collections apart from those of others."""
        self._folder = folder
        self._server = urlsplit(url)
        prefix = self._server.path.strip("/") or "chunks"
        self._name = f"{prefix}-" + re.sub(r"[^a-z0-9]+", "-", model.lower()).strip("-")[-50:]
        self._lock = threading.Lock()
        self._current: _Client | None = None
        self._look = look_of(folder)
        self.reopen()

    def reopen(self) -> None:
        """Open the collection anew, creating it when it is not there."""
        if self._server.netloc and self._current:
            return  # what others write to a server is seen at once
        client = self._client_of_server() if self._server.netloc else client_of(str(self._folder) + "/" * (next(_opened) % _SPELLINGS))
        collection = client.get_or_create_collection(self._name, embedding_function=None, configuration={"hnsw": _HNSW})
        self._swap(_Client(client, collection))

    def _client_of_server(self) -> Any:
        chroma, at = importlib.import_module("chromadb"), self._server
        secure = at.scheme == "https"
        headers = {"Authorization": f"Bearer {at.password}"} if at.password else None
        client = chroma.HttpClient(at.hostname, at.port or (443 if secure else 80), secure, headers, _settings())
        client._server._session.timeout = _SERVER_SECONDS
        return client

    def close(self) -> None:
        """Let go of the files, or of the connections to a server. Files that were written are vouched for: the next start need not
        try them out.
        """
        self._swap(None)
        if not self._server.netloc and self._look != look_of(self._folder):
            vouch_for(self._folder)

    def _swap(self, new: _Client | None) -> None:
        with self._lock:
            old, self._current = self._current, new
            if old and not old.users:
                old.close()

    @contextmanager
    def _collection(self) -> Iterator[Any]:
        """The collection, which stays open to the end of the block."""
        with self._lock:
            current = self._current
            if current is None:
                raise RuntimeError("the vector index is closed")
            current.users += 1
        try:
            yield current.collection
        finally:
            with self._lock:
                current.users -= 1
                if current is not self._current and not current.users:
                    current.close()

    def add(self, items: Iterable[tuple[str, Vectors]]) -> None:
        """Add or replace vectors by chunk id."""
        left = iter(items)
        with self._collection() as collection:
            while some := list(islice(left, _BATCH)):
                collection.upsert(ids=[chunk_id for chunk_id, _ in some], embeddings=np.vstack([v for _, v in some]))

    def count(self) -> int:
        """How many vectors there are, those of past releases included."""
        with self._collection() as collection:
            return int(collection.count())

    def nearest(self, vector: Vectors, limit: int) -> list[str]:
        """Ids of the `limit` nearest chunks, nearest first."""
        with self._collection() as collection:
            return list(collection.query(query_embeddings=[vector], n_results=limit, include=[])["ids"][0])

    def known(self, chunk_ids: list[str]) -> set[str]:
        """Which of these chunks have a vector here."""
        parts = (chunk_ids[i : i + _BATCH] for i in range(0, len(chunk_ids), _BATCH))
        with self._collection() as collection:
            return {found for part in parts for found in collection.get(ids=part, include=[])["ids"]}

    def vectors(self, chunk_ids: list[str]) -> dict[str, Vectors]:
        """The vectors of these chunks, as they are kept here; chunks that are not here are left out."""
        kept: dict[str, Vectors] = {}
        with self._collection() as collection:
            for start in range(0, len(chunk_ids), _BATCH):
                found = collection.get(ids=chunk_ids[start : start + _BATCH], include=["embeddings"])
                kept |= {i: np.asarray(v, np.float32) for i, v in zip(found["ids"], found["embeddings"], strict=True)}
        return kept

    def ids(self) -> list[str]:
        """Every chunk that has a vector here."""
        found: list[str] = []
        with self._collection() as collection:
            while some := collection.get(limit=_BATCH, offset=len(found), include=[])["ids"]:
                found += some
        return found

    def remove(self, chunk_ids: list[str]) -> None:
        """Take these chunks out."""
        with self._collection() as collection:
            for start in range(0, len(chunk_ids), _BATCH):
                collection.delete(ids=chunk_ids[start : start + _BATCH])


def client_of(folder: str) -> Any:
    """Chroma's client of a folder."""
    return importlib.import_module("chromadb").PersistentClient(folder, settings=_settings())


def _settings() -> Any:
    return importlib.import_module("chromadb.config").Settings(anonymized_telemetry=False)
