"""What is learned from one release as a whole: the tone model, and the moments of its vectors.

With mean m and covariance C of all vectors, the cosines between a unit question vector q and every chunk have
mean q.m and variance q'Cq: standardising a score over the whole base costs no pass over the base.
Kept in a file beside the indexes, because learning takes seconds on a large base; a cache like them.
"""

from __future__ import annotations

import json
import math
import os
import threading
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from knowledge.catalogue import Catalogue
from knowledge.embedding import Vectors
from knowledge.language.tones import ToneModel
from knowledge.models import Release

_FORMAT = 1
_BATCH = 1000
_KEPT_FILES = 3


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
    """Read the statistics of a release from its file, or learn them from the catalogue and write the file."""
    path = _path(release, model, folder)
    try:
        with np.load(path, allow_pickle=False) as kept:
            counts = json.loads(kept["counts"].tobytes())
            return Statistics(ToneModel(counts["unigrams"], counts["bigrams"]), kept["mean"], kept["covariance"])
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        learned = _learn(catalogue, release.number, model)
    _save(learned, path)
    _forget_older(folder)
    return learned


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


def _save(learned: Statistics, path: Path) -> None:
    """Write beside and rename, so that a reader never sees half a file."""
    counts = json.dumps({"unigrams": learned.tones.unigrams, "bigrams": learned.tones.bigrams}, ensure_ascii=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.npz")
    np.savez(part, counts=np.frombuffer(counts.encode(), np.uint8), mean=learned.mean, covariance=learned.covariance)
    part.replace(path)


def _forget_older(folder: Path) -> None:
    """Keep the files of the last few releases only; another process may be at the same work."""
    files = [(path.stat().st_mtime, path) for path in folder.glob("statistics-*.npz") if path.exists()]
    for _, path in sorted(files)[:-_KEPT_FILES]:
        path.unlink(missing_ok=True)
