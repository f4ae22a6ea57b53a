"""Which files a path means, and which document ids they get."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from knowledge.language.normalise import fold

Refuse = Callable[[Path, str], None]
"""Told of everything that cannot be a document: its path, and a Vietnamese sentence why."""

_LONGEST_ID = 120
# What editors and browsers leave beside a file while it is being written, and shells and systems in any folder.
_CLUTTER = re.compile(
    r"^(?:\.|~\$|#.*#$|4913$|thumbs\.db$|desktop\.ini$)|(?:~|\.(?:tmp|temp|sw[a-z]|part|partial|crdownload|download))$", re.IGNORECASE
)
_OUTSIDE = "Liên kết trỏ ra ngoài thư mục được nạp nên không đọc. Hãy chép tệp thật vào thư mục."
_BROKEN = "Liên kết hỏng: tệp mà nó trỏ tới không còn."
_SPECIAL = "Không phải tệp thường (ống dẫn, thiết bị hoặc socket) nên không đọc."
_NAME = "Tên có ký tự không hợp lệ (không theo bảng mã UTF-8). Hãy đổi tên rồi nạp lại."
_CLOSED = "Không mở được thư mục: không có quyền đọc hoặc ổ đĩa lỗi."


def is_link(source: str) -> bool:
    """Whether a source is an address of the web rather than a path."""
    return source.lower().startswith(("http://", "https://"))


def is_clutter(path: Path) -> bool:
    """Whether some part of the path is hidden, temporary, or no business of ours."""
    return any(_CLUTTER.search(part) for part in path.parts)


def files_under(root: Path, refuse: Refuse | None = None) -> Iterator[Path]:
    """The file itself, or every file of the folder in a fixed order; hidden and temporary files and sidecars are left out.

    Links are followed once, and only to what lies inside the folder.
    """
    refuse = refuse or (lambda _path, _reason: None)
    if not _is_text(str(root)):
        refuse(root, _NAME)
    elif root.is_dir():
        walk = _Walk(Path(os.path.realpath(root)), refuse)
        yield from walk.below(root)
        while walk.links:
            yield from walk.through(walk.links.pop(0))
    elif root.is_file():
        yield root
    else:
        refuse(root, _SPECIAL)


class _Walk:
    """A walk through one folder, that remembers by their real paths which files and folders it has met."""

    def __init__(self, home: Path, refuse: Refuse) -> None:
        self._home, self._refuse = home, refuse
        self._met: set[Path] = set()
        self.links: list[Path] = []

    def below(self, top: Path) -> Iterator[Path]:
        """Files in the folder and its subfolders, sorted; links are put aside until all else was met."""
        waiting = [(top, Path(os.path.realpath(top)), True)]
        while waiting:
            place, real, is_folder = waiting.pop()
            if real in self._met:
                continue
            self._met.add(real)
            if is_folder:
                waiting += reversed(list(self._entries(place, real)))
            else:
                yield place

    def through(self, link: Path) -> Iterator[Path]:
        """What a link leads to, unless it lies outside or was met already."""
        real = Path(os.path.realpath(link))
        if not real.exists():
            self._refuse(link, _BROKEN)
        elif self._home != real and self._home not in real.parents:
            self._refuse(link, _OUTSIDE)
        elif real.is_dir():
            yield from self.below(link)
        elif real not in self._met:
            self._met.add(real)
            yield link

    def _entries(self, folder: Path, real: Path) -> Iterator[tuple[Path, Path, bool]]:
        """(path, real path, is it a folder) of what may hold documents."""
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError:
            self._refuse(folder, _CLOSED)
            return
        for entry in entries:
            if _CLUTTER.search(entry.name) or entry.name.lower().endswith((".yaml", ".yml")):
                continue
            if not _is_text(entry.name):
                self._refuse(folder / entry.name, _NAME)
            elif entry.is_symlink():
                self.links.append(folder / entry.name)
            elif entry.is_dir(follow_symlinks=False) or entry.is_file(follow_symlinks=False):
                yield folder / entry.name, real / entry.name, entry.is_dir(follow_symlinks=False)
            else:
                self._refuse(folder / entry.name, _SPECIAL)


def _is_text(name: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in name)


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
