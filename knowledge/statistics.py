"""What is learned from one release as a whole: the tone model, and the moments of its vectors.

With mean m and covariance C of all vectors, the cosines between a unit question vector q and every chunk have
mean q.m and variance q'Cq: standardising a score over the whole base costs no pass over the base.
Learning takes seconds on a large base and minutes on a very large one, so who publishes learns, and keeps it in the catalogue for
all and in a file beside the indexes; both are caches.
"""

from __future__ import annotations

import io
import json
import math
import os
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import structlog
from sqlalchemy import and_, delete, or_, select
from sqlalchemy.exc import SQLAlchemyError

from knowledge import tables as t
from knowledge.catalogue import Catalogue
from knowledge.database import insert_new
from knowledge.embedding import Vectors
from knowledge.language.tones import ToneModel
from knowledge.models import Release

log = structlog.get_logger(__name__)
_FORMAT = 1
_BATCH = 1000
_KEPT_FILES = 3
_KEPT_ROWS = 5
_UNREADABLE = (OSError, ValueError, KeyError, EOFError, BadZipFile)


@dataclass(frozen=True, slots=True)
class Statistics:
    """`mean` has shape (d,), `covariance` (d, d)."""

    tones: ToneModel
    mean: Vectors
    covariance: Vectors

    def standardise(self, cosines: Vectors, query: Vectors) -> Vectors:
        """Cosines in units of standard deviations above the mean cosine of the whole base."""
        deviation = math.sqrt(max(float(query @ self.covariance @ query), 1e-6))
        return np.asarray((cosines - query @ self.mean) / deviation, dtype=np.float32)


def load_statistics(catalogue: Catalogue, release: Release, model: str, folder: Path) -> Statistics:
    """The statistics of a release: from this machine's file, or from the catalogue; else learned now, and kept in both."""
    path = _path(release, model, folder)
    with suppress(*_UNREADABLE):
        return _read(path)
    learned, content = _kept(catalogue, release, model)
    if learned is None:
        learned = _learn(catalogue, release.number, model)
        content = _written(learned)
        _keep(catalogue, release, model, content)
    _save(content, path)
    _forget_older(folder)
    return learned


def _read(file: Path | io.BytesIO) -> Statistics:
    with np.load(file, allow_pickle=False) as kept:
        counts = json.loads(kept["counts"].tobytes())
        return Statistics(ToneModel(counts["unigrams"], counts["bigrams"]), kept["mean"], kept["covariance"])


def _kept(catalogue: Catalogue, release: Release, model: str) -> tuple[Statistics | None, bytes]:
    """What another process has learned, and how it is kept; None when there is nothing that can be read."""
    query = select(t.statistics.c.content).where(t.statistics.c.release == release.key, t.statistics.c.model == model)
    with catalogue.engine.connect() as db:
        content = db.execute(query).scalar()
    if content is not None:
        with suppress(*_UNREADABLE):
            return _read(io.BytesIO(content)), bytes(content)
    return None, b""


def _keep(catalogue: Catalogue, release: Release, model: str, content: bytes) -> None:
    """For the others; the oldest go. A release of which nothing is learned is not worth a row."""
    row = {"release": release.key, "model": model, "content": content, "made_at": datetime.now(UTC)}
    newest = select(t.statistics.c.release).order_by(t.statistics.c.made_at.desc()).limit(_KEPT_ROWS)
    same = and_(t.statistics.c.release == release.key, t.statistics.c.model == model)
    try:
        with catalogue.engine.begin() as db:
            db.execute(delete(t.statistics).where(or_(same, t.statistics.c.release.not_in(newest))))
            db.execute(insert_new(catalogue.engine, t.statistics), row)
    except SQLAlchemyError as error:  # others will have to learn it themselves
        log.warning("statistics_not_kept", problem=type(error).__name__)


def forget_statistics(release: Release, model: str, folder: Path) -> None:
    """Delete the file of a release that is not published after all."""
    _path(release, model, folder).unlink(missing_ok=True)


def _path(release: Release, model: str, folder: Path) -> Path:
    return folder / f"statistics-{_FORMAT}-{release.key}-{model.replace('/', '_')}.npz"


def _learn(catalogue: Catalogue, release: int, model: str) -> Statistics:
    tones = ToneModel.learn(chunk.search_text for chunk in catalogue.all_chunks(release))
    total, outer, count = np.zeros(1, np.float64), np.zeros((1, 1), np.float64), 0
    left = catalogue.vectors(release, model)
    while some := [vector for _, vector in islice(left, _BATCH)]:
        batch = np.vstack(some)
        total = total + batch.sum(axis=0, dtype=np.float64)
        outer = outer + batch.T @ batch
        count += len(batch)
    mean = total / max(count, 1)
    return Statistics(tones, mean.astype(np.float32), (outer / max(count, 1) - np.outer(mean, mean)).astype(np.float32))


def _written(learned: Statistics) -> bytes:
    counts = json.dumps({"unigrams": learned.tones.unigrams, "bigrams": learned.tones.bigrams}, ensure_ascii=False)
    content = io.BytesIO()
    np.savez_compressed(content, counts=np.frombuffer(counts.encode(), np.uint8), mean=learned.mean, covariance=learned.covariance)
    return content.getvalue()


def _save(content: bytes, path: Path) -> None:
    """Write beside and rename, so that a reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.npz")
    part.write_bytes(content)
    part.replace(path)


def _forget_older(folder: Path) -> None:
    """Keep the files of the last few releases only; another process may be at the same work."""
    files = [(path.stat().st_mtime, path) for path in folder.glob("statistics-*.npz") if path.exists()]
    for _, path in sorted(files)[:-_KEPT_FILES]:
        path.unlink(missing_ok=True)
