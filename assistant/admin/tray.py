"""The tray: files that staff have uploaded and not published yet, in DATA_DIR/uploads/.tray; published ones lie beside it.

A file appears whole or not at all. Its name is only a name: folders, control characters and what systems forbid are taken out.
When publishing goes wrong, the files lie in the tray again, and what they replaced is back in its place.
"""

from __future__ import annotations

import filecmp
import os
import re
import shutil
import unicodedata
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from assistant.events import HERE

_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]')
_LONGEST_NAME = 180
_PIECE = 1 << 20
_ROOM = 256 << 20


class TooLarge(ValueError):
    """The file is larger than allowed."""


class NoRoom(OSError):
    """The disk would be full."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file in the tray."""

    name: str
    size: int
    since: datetime
    replaces: bool


class Tray:
    """The tray of one data folder. Every call blocks."""

    def __init__(self, data_dir: Path, largest: int) -> None:
        self.uploads = data_dir / "uploads"
        self.folder = self.uploads / ".tray"
        self._replaced = self.uploads / ".replaced"
        self.largest = largest

    def take(self, name: str, content: BinaryIO) -> str:
        """Keep a file; the name it has now. The same content under the same name is kept once, another beside it.

        Raises:
            TooLarge, NoRoom: nothing is kept.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(self.folder).free < _ROOM + self.largest:
            raise NoRoom
        part = self.folder / f".{uuid.uuid4().hex}.part"
        try:
            with part.open("wb") as file:
                self._copy(content, file)
            return self._name(part, plain_name(name))
        finally:
            part.unlink(missing_ok=True)

    def files(self) -> list[Waiting]:
        """What lies in the tray, by name."""
        return [self._waiting(file) for file in sorted(self.folder.glob("*")) if file.is_file() and not file.name.startswith(".")]

    def path(self, name: str) -> Path:
        """Where a file of the tray lies.

        Raises:
            ValueError: there is none of this name.
        """
        if name not in {file.name for file in self.files()}:
            raise ValueError(name)
        return self.folder / name

    def discard(self, names: Iterable[str]) -> None:
        """Throw files away."""
        for name in names:
            self.path(name).unlink()

    def move_out(self, names: Sequence[str]) -> list[Path]:
        """Put files where published ones lie; those of the same name are put aside."""
        moved = []
        for name in names:
            source, target = self.path(name), self.uploads / name
            if target.exists():
                self._replaced.mkdir(exist_ok=True)
                os.replace(target, self._aside(name))
            os.replace(source, target)
            moved.append(target)
        return moved

    def move_back(self, names: Iterable[str]) -> None:
        """Undo `move_out` for these: they lie in the tray again, and what they replaced is back."""
        for name in names:
            if (self.uploads / name).exists():
                os.replace(self.uploads / name, self.folder / name)
            if aside := max(self._replaced.glob(f"*/{_escaped(name)}"), default=None, key=lambda path: path.parent.name):
                os.replace(aside, self.uploads / name)

    def _aside(self, name: str) -> Path:
        folder = self._replaced / f"{datetime.now(HERE):%Y%m%d-%H%M%S-%f}"
        folder.mkdir()
        return folder / name

    def _copy(self, content: BinaryIO, file: BinaryIO) -> None:
        size = 0
        while piece := content.read(_PIECE):
            size += len(piece)
            if size > self.largest:
                raise TooLarge
            file.write(piece)

    def _name(self, part: Path, name: str) -> str:
        stem, suffix = os.path.splitext(name)
        for number in range(1, 10_000):
            target = self.folder / (name if number == 1 else f"{stem} ({number}){suffix}")
            if target.exists() and filecmp.cmp(part, target, shallow=False):
                return target.name
            try:
                os.link(part, target)
            except FileExistsError:
                continue
            return target.name
        raise NoRoom

    def _waiting(self, file: Path) -> Waiting:
        found = file.stat()
        return Waiting(file.name, found.st_size, datetime.fromtimestamp(found.st_mtime, UTC), (self.uploads / file.name).exists())


def plain_name(name: str) -> str:
    """A name for a file, whatever the browser sent: "../../etc/passwd" is "passwd", "<script>.pdf" is "_script_.pdf"."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    stem, suffix = os.path.splitext(_FORBIDDEN.sub("_", last).strip().lstrip(".~$# "))
    room = _LONGEST_NAME - len(suffix.encode()[:20])
    stem = stem.encode()[:room].decode("utf-8", "ignore").strip(" .")
    return f"{stem or 'van-ban'}{suffix[:20].rstrip(' .')}"


def _escaped(name: str) -> str:
    return re.sub(r"([\[\]*?])", r"[\1]", name)
