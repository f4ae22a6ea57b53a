"""Which files a path means, and which document ids they get."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from knowledge.language.normalise import fold

_LONGEST_ID = 120
# What editors and browsers leave beside a file while it is being written, and shells and systems in any folder.
_CLUTTER = re.compile(
    r"^(?:\.|~\$|#.*#$|4913$|thumbs\.db$|desktop\.ini$)|(?:~|\.(?:tmp|temp|sw[a-z]|part|partial|crdownload|download))$", re.IGNORECASE
)


def is_link(source: str) -> bool:
    """Whether a source is an address of the web rather than a path."""
    return source.lower().startswith(("http://", "https://"))


def is_clutter(path: Path) -> bool:
    """Whether some part of the path is hidden, temporary, or no business of ours."""
    return any(_CLUTTER.search(part) for part in path.parts)


def files_under(root: Path) -> Iterator[Path]:
    """The file itself, or every file of the folder in a fixed order; hidden and temporary files and sidecars are left out."""
    if root.is_file():
        yield root
        return
    for path in sorted(root.rglob("*")):
        if not is_clutter(path.relative_to(root)) and path.is_file() and path.suffix.lower() not in (".yaml", ".yml"):
            yield path


def id_for(path: Path, taken: dict[str, str], place: str | None = None) -> str:
    """A readable id from the file's name; when another place has it (`taken`: id to place), a hash is added.

    `place` is where the document comes from when that is not the file itself. A place keeps the id it has. The id of a file
    that is gone passes to the next of its name: one that was moved, alone or with its whole folder, stays the same document.
    """
    place = place or str(path)
    slug = re.sub(r"[^a-z0-9]+", "-", fold(path.stem)).strip("-")[:_LONGEST_ID] or "van-ban"
    hashed = f"{slug}-{hashlib.sha256(place.encode()).hexdigest()[:6]}"
    if taken.get(hashed) == place:
        return hashed
    holder = taken.get(slug, place)
    return slug if holder == place or not (is_link(holder) or Path(holder).exists()) else hashed
