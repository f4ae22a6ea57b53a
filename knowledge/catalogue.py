"""The catalogue: which documents and chunks there are in which release. The truth; the indexes are caches of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, Engine, Row, and_, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from knowledge import tables as t
from knowledge.database import open_database
from knowledge.embedding import Vectors
from knowledge.models import Chunk, Document, Release
from knowledge.sources import Sources

_MIGRATIONS = Path(__file__).parent / "migrations"
_DOCUMENT_FIELDS = tuple(Document.__dataclass_fields__)
_CHUNK_FIELDS = tuple(Chunk.__dataclass_fields__)
_BATCH = 500
_CHUNK_COLUMNS = [t.chunks.c[name] for name in _CHUNK_FIELDS]


@dataclass(frozen=True, slots=True)
class Changes:
    """What an ingest wants published: documents with their chunks (new or changed), and ids of retired ones."""

    written: Sequence[tuple[Document, Sequence[Chunk]]]
    retired: Sequence[str]

    def __bool__(self) -> bool:
        return bool(self.written or self.retired)


class Catalogue:
    """Reads of any release, and the one write: `publish`. `sources` is kept in the same database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.sources = Sources(engine)

    @classmethod
    def open(cls, url: str) -> Catalogue:
        """Open the database at `url`, creating or migrating it first."""
        return cls(open_database(url, _MIGRATIONS, "alembic_version_knowledge"))

    def close(self) -> None:
        """Give every connection back."""
        self._engine.dispose()

    def active(self) -> Release:
        """The release that readers see."""
        query = select(t.active.c.release, t.releases).outerjoin_from(t.active, t.releases, t.active.c.release == t.releases.c.number)
        with self._engine.connect() as db:
            row = db.execute(query).one()
        # SQLite keeps no time zone; what is stored is UTC.
        moment = row.published_at and row.published_at.replace(tzinfo=row.published_at.tzinfo or UTC)
        return Release(row.release, moment, row.documents or 0, row.chunks or 0)

    def documents(self, release: int) -> list[Document]:
        """Every document of a release, by id."""
        with self._engine.connect() as db:
            rows = db.execute(select(t.documents).where(_part_of(t.documents, release)).order_by(t.documents.c.document_id))
            return [_document(row) for row in rows]

    def chunks_of(self, document_id: str, release: int) -> list[Chunk]:
        """The chunks of one document in reading order."""
        query = select(*_CHUNK_COLUMNS).where(t.chunks.c.document_id == document_id, _part_of(t.chunks, release))
        with self._engine.connect() as db:
            return [Chunk(*row) for row in db.execute(query.order_by(t.chunks.c.position))]

    def all_chunks(self, release: int) -> Iterator[Chunk]:
        """Every chunk of a release, streamed."""
        query = select(*_CHUNK_COLUMNS).where(_part_of(t.chunks, release)).order_by(t.chunks.c.row_id)
        with self._engine.connect().execution_options(yield_per=1000) as db:
            for row in db.execute(query):
                yield Chunk(*row)

    def candidates(self, chunk_ids: Sequence[str], release: int, model: str) -> list[tuple[str, str, Vectors | None]]:
        """(chunk id, document id, vector) of those chunks that belong to the release; unknown ids are left out."""
        joined = and_(t.vectors.c.digest == t.chunks.c.vector_digest, t.vectors.c.model == model)
        query = select(t.chunks.c.chunk_id, t.chunks.c.document_id, t.vectors.c.vector).outerjoin_from(t.chunks, t.vectors, joined)
        query = query.where(t.chunks.c.chunk_id.in_(chunk_ids), _part_of(t.chunks, release))
        with self._engine.connect() as db:
            return [(chunk_id, document_id, _vector(blob)) for chunk_id, document_id, blob in db.execute(query)]

    def chunks(self, chunk_ids: Sequence[str], release: int) -> dict[str, Chunk]:
        """The chunks of these ids that belong to the release, by id."""
        query = select(*_CHUNK_COLUMNS).where(t.chunks.c.chunk_id.in_(chunk_ids), _part_of(t.chunks, release))
        with self._engine.connect() as db:
            return {row[0]: Chunk(*row) for row in db.execute(query)}

    def vectors(self, release: int, model: str) -> Iterator[tuple[str, Vectors]]:
        """(chunk id, vector) of every chunk of a release that has one, streamed."""
        query = select(t.chunks.c.chunk_id, t.vectors.c.vector).join_from(
            t.chunks, t.vectors, t.vectors.c.digest == t.chunks.c.vector_digest
        )
        query = query.where(_part_of(t.chunks, release), t.vectors.c.model == model)
        with self._engine.connect().execution_options(yield_per=1000) as db:
            for chunk_id, blob in db.execute(query):
                yield chunk_id, np.frombuffer(blob, np.float32)

    def vectors_of(self, chunks: Iterable[Chunk], model: str) -> Iterator[tuple[str, Vectors]]:
        """(chunk id, vector) of these chunks, in no set order; a chunk without a vector is left out."""
        for some in _batches(chunks):
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
            for some in _batches(digests):
                query = select(t.vectors.c.digest).where(t.vectors.c.model == model, t.vectors.c.digest.in_(some))
                found.update(db.execute(query).scalars())
        return found

    def keep_vectors(self, digests: Sequence[str], vectors: Vectors, model: str) -> None:
        """Store vectors as soon as they are made: an ingest that dies does not embed them again."""
        rows = [{"digest": d, "model": model, "vector": v.astype(np.float32).tobytes()} for d, v in zip(digests, vectors, strict=True)]
        # Two processes may embed the same text at the same time; whichever comes second is not an error.
        dialect = postgresql if self._engine.dialect.name == "postgresql" else sqlite
        with self._engine.begin() as db:
            db.execute(dialect.insert(t.vectors).on_conflict_do_nothing(), rows)

    def publish(self, changes: Changes) -> Release:
        """Write the next release and make it the active one, in a single transaction; unchanged rows are kept."""
        with self._engine.begin() as db:
            # Taking the write lock first makes two ingests that end together queue instead of failing half-way.
            db.execute(update(t.active).values(release=t.active.c.release))
            number = (db.execute(select(func.max(t.releases.c.number))).scalar() or 0) + 1
            _retire(db, [*changes.retired, *(d.document_id for d, _ in changes.written)], changes, number)
            for document, chunks in changes.written:
                _write(db, document, chunks, number)
            release = Release(number, datetime.now(UTC), _count(db, t.documents, number), _count(db, t.chunks, number))
            db.execute(
                insert(t.releases).values(
                    number=number, published_at=release.published_at, documents=release.documents, chunks=release.chunks
                )
            )
            db.execute(update(t.active).values(release=number))
        return release


def _part_of(table: Any, release: int) -> Any:
    return and_(table.c.from_release <= release, or_(table.c.to_release.is_(None), table.c.to_release > release))


def _count(db: Connection, table: Any, release: int) -> int:
    return int(db.execute(select(func.count()).select_from(table).where(_part_of(table, release))).scalar_one())


def _retire(db: Connection, document_ids: Sequence[str], changes: Changes, number: int) -> None:
    """Close the rows of these documents, except chunks that the new version holds unchanged at the same place."""
    kept = {c for _, chunks in changes.written for c in chunks}
    for some in _batches(document_ids):
        db.execute(
            update(t.documents).where(t.documents.c.document_id.in_(some), t.documents.c.to_release.is_(None)).values(to_release=number)
        )
        open_rows = select(t.chunks.c.row_id, *_CHUNK_COLUMNS).where(t.chunks.c.document_id.in_(some), t.chunks.c.to_release.is_(None))
        gone = [row_id for row_id, *chunk in db.execute(open_rows) if Chunk(*chunk) not in kept]
        for row_ids in _batches(gone):
            db.execute(update(t.chunks).where(t.chunks.c.row_id.in_(row_ids)).values(to_release=number))


def _write(db: Connection, document: Document, chunks: Sequence[Chunk], number: int) -> None:
    row = {name: getattr(document, name) for name in _DOCUMENT_FIELDS}
    db.execute(insert(t.documents).values(**row, from_release=number))
    still = select(*_CHUNK_COLUMNS).where(t.chunks.c.document_id == document.document_id, t.chunks.c.to_release.is_(None))
    kept = {Chunk(*found) for found in db.execute(still)}
    rows = [
        {**{name: getattr(c, name) for name in _CHUNK_FIELDS}, "vector_digest": c.digest, "from_release": number}
        for c in chunks
        if c not in kept
    ]
    if rows:
        db.execute(insert(t.chunks), rows)


def _document(row: Row[Any]) -> Document:
    return Document(**{name: getattr(row, name) for name in _DOCUMENT_FIELDS})


def _vector(blob: bytes | None) -> Vectors | None:
    return None if blob is None else np.frombuffer(blob, np.float32)


def _batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(items)
    while some := list(islice(left, _BATCH)):
        yield some
