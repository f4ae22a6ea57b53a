"""Which releases the indexes of this machine are known to hold whole: a small file of release keys.

Entries leave an index only when old releases are collected, so a release once held stays held; rolling back to it
needs no work. When an index was lost, the file is started anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


class IndexedReleases:
    """The keys of the releases that both indexes hold whole."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def has(self, key: str) -> bool:
        """Whether the indexes are known to hold this release."""
        return key in self._keys()

    def add(self, key: str) -> None:
        """The indexes hold this release as well."""
        self.only([*self._keys(), key])

    def only(self, keys: Iterable[str]) -> None:
        """The indexes hold these releases; of others nothing is known. Written beside and renamed: never half a file."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        part = self._path.with_suffix(f".{os.getpid()}")
        part.write_text("\n".join(dict.fromkeys(keys)))
        part.replace(self._path)

    def keep(self, keys: Iterable[str]) -> None:
        """Forget all other releases."""
        kept = set(keys)
        self.only(key for key in self._keys() if key in kept)

    def _keys(self) -> list[str]:
        try:
            return self._path.read_text().split()
        except FileNotFoundError:
            return []
