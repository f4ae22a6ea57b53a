"""Letting old releases go: rows, vectors, index entries, and the space on disk that they took."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.base import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Collected:
    """What went away: the releases with these numbers, and how much of everything. `bytes_freed` is measured in DATA_DIR."""

    releases: tuple[int, ...]
    documents: int
    chunks: int
    vectors: int
    index_entries: int
    bytes_freed: int


def collect(base: KnowledgeBase, keep: int) -> Collected:
    """Drop every release but the newest `keep` and the active one, and what nothing needs any more.

    Only the indexes of this machine and of this embedding model are cleared; others find nothing of what is gone.
    """
    with base.writing():
        before = _size(base.settings.data_dir)
        base.refresh()
        releases, rows = base.catalogue.releases.collect(keep)
        entries = _clear_indexes(base)
        base.indexed.keep(release.key for release in base.catalogue.releases.published() if not release.gone)
        base.catalogue.shrink()
        return Collected(releases, *rows, entries, max(0, before - _size(base.settings.data_dir)))


def _clear_indexes(base: KnowledgeBase) -> int:
    """Take out what has no row in any release; from how many chunks something was taken."""
    held = base.catalogue.chunk_ids()
    gone = [[i for i in index.ids() if i not in held] for index in (base.vectors, base.keywords)]
    base.vectors.remove(gone[0])
    base.keywords.remove(gone[1])
    return len({*gone[0], *gone[1]})


def _size(folder: Path) -> int:
    """Bytes of all files in a folder; one that goes away meanwhile counts nothing."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue
    return total
