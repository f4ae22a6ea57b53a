"""The ONNX model on disk: made once, by one process, and never read unless its hash is right."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
from filelock import FileLock

from knowledge.e5.graph import build
from knowledge.e5.weights import KNOWN_DIGEST, Weights
from knowledge.embedding import Vectors

# Raised whenever the same weights would now give another model.
FORM = 1
_LOCK_SECONDS = 120


def cached_model(weights: Weights, folder: Path, expected: Callable[[], Vectors]) -> tuple[bytes, Vectors]:
    """The model, and the vectors that it must give (what `expected` gave when it was made)."""
    path = folder / f"e5-small-int8-{FORM}-{KNOWN_DIGEST[:12]}.npz"
    if (found := _read(path)) is None:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "models.lock", timeout=_LOCK_SECONDS):
            if (found := _read(path)) is None:
                found = build(weights), expected()
                _write(path, *found)
    return found


def _read(path: Path) -> tuple[bytes, Vectors] | None:
    """None when the file is missing, cut short, or not what was written."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            model, expected, digest = kept["model"].tobytes(), kept["expected"], kept["digest"].tobytes()
    except Exception:  # zipfile, zlib and numpy each have errors of their own for a broken file
        return None
    return (model, expected) if digest == _digest(model, expected) else None


def _write(path: Path, model: bytes, expected: Vectors) -> None:
    """Write beside and rename, so that a reader never sees half a file."""
    part = path.with_suffix(f".{os.getpid()}.npz")
    digest = np.frombuffer(_digest(model, expected), np.uint8)
    np.savez(part, model=np.frombuffer(model, np.uint8), expected=expected, digest=digest)
    part.replace(path)


def _digest(model: bytes, expected: Vectors) -> bytes:
    return hashlib.sha256(model + expected.tobytes()).digest()
