"""The tray: files that staff have uploaded and not published yet, in DATA_DIR/uploads/.tray; published ones lie beside it.

A file appears whole or not at all. When publishing goes wrong, the files lie in the tray again, and what they replaced is
back in its place; what a published file replaced is kept in .replaced, since it may be an original.
"""

from __future__ import annotations

import filecmp
import os
import shutil
import uuid
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from assistant.admin.documents.names import plain_name

_ROOM = 256 << 20


class TooLarge(ValueError):
    """The file is larger than allowed."""


class NoRoom(OSError):
    """The disk would be full."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file in the tray. `replaces`: one of this name is published."""

    name: str
    size: int
    since: datetime
    replaces: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """A file that left the tray, and where the one lies that had its place."""

    path: Path
    aside: Path | None


class Part:
    """A file that is being received; whoever began it drops it at the end, whatever happened."""

    def __init__(self, folder: Path, largest: int) -> None:
        self.path = folder / f".{uuid.uuid4().hex}.part"
        self._file = self.path.open("wb")
        self._left = largest

    def write(self, piece: bytes) -> None:
        """Add to it.

        Raises:
            TooLarge: it is larger than allowed.
        """
        self._left -= len(piece)
        if self._left < 0:
            raise TooLarge
        self._file.write(piece)

    def keep(self, name: str) -> None:
        """It is whole: let it lie in the tray. The same content under the same name is kept once, another beside it."""
        self._file.close()
        plain = Path(plain_name(name))
        for number in count(1):
            target = self.path.with_name(plain.name if number == 1 else f"{plain.stem} ({number}){plain.suffix}")
            if target.exists() and filecmp.cmp(self.path, target, shallow=False):
                return
            with suppress(FileExistsError):
                os.link(self.path, target)
                return

    def drop(self) -> None:
        """Nothing is left of what was not kept."""
        self._file.close()
        self.path.unlink(missing_ok=True)


class Tray:
    """The tray of one data folder; `largest` is how many bytes a file may have. Every call blocks."""

    def __init__(self, data_dir: Path, largest: int) -> None:
        self.uploads = (data_dir / "uploads").resolve()
        self.folder = self.uploads / ".tray"
        self._replaced = self.uploads / ".replaced"
        self.largest = largest

    def begin(self) -> Part:
        """A file to write to.

        Raises:
            NoRoom: the disk is nearly full.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(self.folder).free < _ROOM + self.largest:
            raise NoRoom
        return Part(self.folder, self.largest)

    def files(self) -> list[Waiting]:
        """What lies in the tray, by name."""
        return [self._waiting(file) for file in _in(self.folder)]

    def path(self, name: str) -> Path:
        """Where a file of the tray lies.

        Raises:
            ValueError: there is none of this name.
        """
        if name not in {file.name for file in _in(self.folder)}:
            raise ValueError(name)
        return self.folder / name

    def discard(self, names: Iterable[str]) -> None:
        """Throw files away; one that is gone already is no error."""
        here = {file.name: file for file in _in(self.folder)}
        for name in names:
            if name in here:
                here[name].unlink(missing_ok=True)

    def move_out(self, names: Sequence[str]) -> list[Moved]:
        """Put files where published ones lie; those of the same name are put aside."""
        return [self._move_out(self.path(name)) for name in names]

    def move_back(self, moved: Iterable[Moved]) -> None:
        """Undo `move_out`: they lie in the tray again, and what they replaced is back."""
        for one in moved:
            if one.path.exists():
                one.path.replace(self.folder / one.path.name)
            if one.aside:
                one.aside.replace(one.path)

    def reclaim(self, known: Collection[str]) -> None:
        """Put into the tray again what lies where published files lie, and is no document of these paths: a process died while
        it published, or somebody put it there by hand.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        self.move_back(Moved(file, None) for file in _in(self.uploads) if str(file) not in known)

    def _move_out(self, source: Path) -> Moved:
        target, aside = self.uploads / source.name, None
        if target.exists():
            aside = self._replaced / f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}" / source.name
            aside.parent.mkdir(parents=True)
            target.replace(aside)
        source.replace(target)
        return Moved(target, aside)

    def _waiting(self, file: Path) -> Waiting:
        found = file.stat()
        return Waiting(file.name, found.st_size, datetime.fromtimestamp(found.st_mtime, UTC), (self.uploads / file.name).exists())


def _in(folder: Path) -> list[Path]:
    """The files of a folder, by name; hidden ones are ours."""
    return [file for file in sorted(folder.glob("*")) if file.is_file() and not file.name.startswith(".")]
