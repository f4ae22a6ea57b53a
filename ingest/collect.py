"""Which files a path means, and which document ids they get."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from knowledge.language.normalise import fold

_LONGEST_ID = 120


def files_under(root: Path) -> Iterator[Path]:
    """The file itself, or every file of the folder in a fixed order; hidden files and sidecars are left out."""
    if root.is_file():
        yield root
        return
    for path in sorted(root.rglob("*")):
        visible = not any(part.startswith((".", "~$")) for part in path.relative_to(root).parts)
        if visible and path.is_file() and path.suffix.lower() not in (".yaml", ".yml"):
            yield path


def id_for(path: Path, taken: dict[str, str]) -> str:
    """A readable id from the file's name; when another file has it (`taken`: id to path), a hash is added.

    A file keeps the id it has. The id of a file that is gone passes to the next of its name: one that was moved,
    alone or with its whole folder, stays the same document.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", fold(path.stem)).strip("-")[:_LONGEST_ID] or "van-ban"
    hashed = f"{slug}-{hashlib.sha256(str(path).encode()).hexdigest()[:6]}"
    if taken.get(hashed) == str(path):
        return hashed
    holder = taken.get(slug, str(path))
    return slug if holder == str(path) or not Path(holder).exists() else hashed
