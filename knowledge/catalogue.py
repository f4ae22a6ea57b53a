"""The catalogue: which documents and chunks there are in which release. The truth; the indexes are caches of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sqlalchemy import Engine, Select, and_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError

from knowledge import tables as t
from knowledge.build import Changes
from knowledge.database import open_database
from knowledge.models import Chunk, Document, Release
from knowledge.releases import Releases
from knowledge.rows import CHUNK_COLUMNS, batches, document_of, part_of
from knowledge.sources import Sources

if TYPE_CHECKING:  # so that whoever only looks at releases does not wait for LangChain
    from knowledge.embedding import Vectors

__all__ = ["Catalogue", "Changes"]
MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version_knowledge"


class Catalogue:
    """Reads of any release; `releases` writes, publishes and rolls back. `sources` and more use the same `engine`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = self._engine = engine
        self.releases = Releases(engine)
        self.sources = Sources(engine)

    @classmethod
    def open(cls, url: str) -> Catalogue:
        """Open the database at `url`, creating or migrating it first."""
        return cls(open_database(url, MIGRATIONS, VERSION_TABLE))

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()

    def active(self) -> Release:
        """The release that readers see."""
        return self.releases.active()

    def documents(self, release: int) -> list[Document]:
        """Every document of a release, by id."""
        with self._engine.connect() as db:
            rows = db.execute(select(t.documents).where(part_of(t.documents, release)).order_by(t.documents.c.document_id))
            return [document_of(row) for row in rows]

    def paths(self) -> set[str]:
        """Where the documents of all releases come from that are still there: rolling back may need their files."""
        with self._engine.connect() as db:
            return set(db.execute(select(t.documents.c.path).distinct()).scalars())

    def chunks_of(self, document_id: str, release: int) -> list[Chunk]:
        """The chunks of one document in reading order."""
        query = select(*CHUNK_COLUMNS).where(t.chunks.c.document_id == document_id, part_of(t.chunks, release))
        with self._engine.connect() as db:
            return [Chunk(*row) for row in db.execute(query.order_by(t.chunks.c.position))]

    def all_chunks(self, release: int) -> Iterator[Chunk]:
        """Every chunk of a release, streamed."""
        return self._streamed(select(*CHUNK_COLUMNS).where(part_of(t.chunks, release)).order_by(t.chunks.c.row_id))

    def _streamed(self, query: Select[Any]) -> Iterator[Chunk]:
        with self._engine.connect().execution_options(yield_per=1000) as db:
            for row in db.execute(query):
                yield Chunk(*row)

    def chunks_beyond(self, release: int, held: int) -> Iterator[Chunk]:
        """Every chunk of `release` that the release `held` has not, streamed; with 0 all of them."""
        if not held:
            return self.all_chunks(release)
        new = and_(part_of(t.chunks, release), ~part_of(t.chunks, held))
        return self._streamed(select(*CHUNK_COLUMNS).where(new).order_by(t.chunks.c.row_id))

    def candidates(self, chunk_ids: Sequence[str], release: int, model: str) -> list[tuple[str, str, Vectors | None]]:
        """(chunk id, document id, vector) of those chunks that belong to the release; unknown ids are left out."""
        joined = and_(t.vectors.c.digest == t.chunks.c.vector_digest, t.vectors.c.model == model)
        query = select(t.chunks.c.chunk_id, t.chunks.c.document_id, t.vectors.c.vector).outerjoin_from(t.chunks, t.vectors, joined)
        query = query.where(t.chunks.c.chunk_id.in_(chunk_ids), part_of(t.chunks, release))
        with self._engine.connect() as db:
            return [(chunk_id, document_id, _vector(blob)) for chunk_id, document_id, blob in db.execute(query)]

    def chunks(self, chunk_ids: Sequence[str], release: int) -> dict[str, Chunk]:
        """The chunks of these ids that belong to the release, by id."""
        query = select(*CHUNK_COLUMNS).where(t.chunks.c.chunk_id.in_(chunk_ids), part_of(t.chunks, release))
        with self._engine.connect() as db:
            return {row[0]: Chunk(*row) for row in db.execute(query)}

    def chunk_ids(self) -> set[str]:
        """The ids of all chunks of all releases that are still there."""
        with self._engine.connect() as db:
            return set(db.execute(select(t.chunks.c.chunk_id).distinct()).scalars())

    def vectors(self, release: int, model: str) -> Iterator[tuple[str, Vectors]]:
        """(chunk id, vector) of every chunk of a release that has one, streamed."""
        query = select(t.chunks.c.chunk_id, t.vectors.c.vector).join_from(
            t.chunks, t.vectors, t.vectors.c.digest == t.chunks.c.vector_digest
        )
        query = query.where(part_of(t.chunks, release), t.vectors.c.model == model)
        with self._engine.connect().execution_options(yield_per=1000) as db:
            for chunk_id, blob in db.execute(query):
                yield chunk_id, np.frombuffer(blob, np.float32)

    def vectors_of(self, chunks: Iterable[Chunk], model: str) -> Iterator[tuple[str, Vectors]]:
        """(chunk id, vector) of these chunks, in no set order; a chunk without a vector is left out."""
        for some in batches(chunks):
            query = select(t.vectors.c.digest, t.vectors.c.vector).where(
                t.vectors.c.model == model, t.vectors.c.digest.in_([c.digest for c in some])
            )
            with self._engine.connect() as db:
                known = {digest: np.frombuffer(blob, np.float32) for digest, blob in db.execute(query)}
            yield from ((c.chunk_id, known[c.digest]) for c in some if c.digest in known)

    def embedded(self, digests: Iterable[str], model: str) -> set[str]:
        """Which of these texts have a vector of this model already."""
        found: set[str] = set()
        with self._engine.connect() as db:
            for some in batches(digests):
                query = select(t.vectors.c.digest).where(t.vectors.c.model == model, t.vectors.c.digest.in_(some))
                found.update(db.execute(query).scalars())
        return found

    def keep_vectors(self, digests: Sequence[str], vectors: Vectors, model: str) -> None:
        """Store vectors as soon as they are made: an ingest that dies does not embed them again."""
        now = datetime.now(UTC)
        rows = [
            {"digest": d, "model": model, "vector": v.astype(np.float32).tobytes(), "made_at": now}
            for d, v in zip(digests, vectors, strict=True)
        ]
        # Two processes may embed the same text at the same time; whichever comes second is not an error.
        dialect = postgresql if self._engine.dialect.name == "postgresql" else sqlite
        with self._engine.begin() as db:
            db.execute(dialect.insert(t.vectors).on_conflict_do_nothing(), rows)

    def shrink(self) -> None:
        """Give the space of deleted rows back to the disk. PostgreSQL does so itself; so does SQLite later, when it is in use now."""
        if self._engine.dialect.name == "sqlite":
            with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db, suppress(OperationalError):
                db.exec_driver_sql("VACUUM")
                db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def publish(self, changes: Changes) -> Release:
        """Build the next release and make it the active one at once."""
        built = self.releases.build(changes)
        self.releases.activate(built)
        return built


def _vector(blob: bytes | None) -> Vectors | None:
    return None if blob is None else np.frombuffer(blob, np.float32)
