"""What an ingest notes for the next one: which files it has read in which state, and the sketches of texts.

Both may be lost at any time: files are then read again, sketches made again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Engine, delete, select

from knowledge.database import insert_new
from knowledge.tables import files_read, sketches

_BATCH = 500


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file in a certain state, and the (document id, digest) of what was read from it."""

    path: str
    state: str
    documents: tuple[tuple[str, str], ...]


class ReadingNotes:
    """The notes of one catalogue."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def files(self) -> dict[str, FileRead]:
        """Every file noted, by path."""
        with self._engine.connect() as db:
            rows = db.execute(select(files_read.c.path, files_read.c.state, files_read.c.documents))
            return {path: FileRead(path, state, tuple((i, d) for i, d in documents)) for path, state, documents in rows}

    def keep_files(self, read: Sequence[FileRead], gone: Collection[str] = ()) -> None:
        """Note these files; forget those at the paths of `gone`."""
        rows = [{"path_digest": _key(f.path), "path": f.path, "state": f.state, "documents": [list(d) for d in f.documents]} for f in read]
        keys = [*(row["path_digest"] for row in rows), *map(_key, gone)]
        with self._engine.begin() as db:
            for start in range(0, len(keys), _BATCH):
                db.execute(delete(files_read).where(files_read.c.path_digest.in_(keys[start : start + _BATCH])))
            if rows:
                db.execute(insert_new(self._engine, files_read), rows)

    def sketches(self, digests: Iterable[str]) -> dict[str, bytes]:
        """The sketches noted for these digests of documents."""
        wanted = list(digests)
        found: dict[str, bytes] = {}
        with self._engine.connect() as db:
            for start in range(0, len(wanted), _BATCH):
                query = select(sketches.c.digest, sketches.c.sketch).where(sketches.c.digest.in_(wanted[start : start + _BATCH]))
                found.update((digest, sketch) for digest, sketch in db.execute(query))
        return found

    def keep_sketches(self, made: Mapping[str, bytes]) -> None:
        """Note sketches by the digest of their document."""
        if made:
            with self._engine.begin() as db:
                rows = [{"digest": digest, "sketch": sketch} for digest, sketch in sorted(made.items())]
                db.execute(insert_new(self._engine, sketches), rows)


def _key(path: str) -> str:
    """Paths may be longer than an index takes."""
    return sha256(path.encode("utf-8", "surrogateescape")).hexdigest()
