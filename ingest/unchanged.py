"""Files that need not be read again: their state is the one in which they were read, and what was read is still known.

The state is size, times of content and of inode, and inode number, of the file and of its sidecars, together
with the form of our reading. The inode's time cannot be set back by hand, so a file that was edited under its old
date is seen. A file changed in the last two seconds is not noted: a further change could fall on the same tick of
the clock.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from ingest.doctor.doctor import VERSION
from ingest.readers import ocr, tesseract
from ingest.sidecar import sidecar_of
from knowledge.reading_notes import FileRead, ReadingNotes

_SETTLED_NS = 2_000_000_000


class FilesRead:
    """The notes of earlier runs, and those of this one. `form` names how documents are cut and described."""

    def __init__(self, notes: ReadingNotes, form: int) -> None:
        self._notes = notes
        self._known = notes.files()
        self._form = f"{form}.{VERSION}.{ocr.installed():d}{tesseract.installed():d}"
        self._new: dict[str, FileRead] = {}

    def state(self, file: Path) -> str | None:
        """The file's state now; None when it cannot be told, or is too fresh to be trusted."""
        try:
            sidecar = sidecar_of(file)
            stats = [place.stat() for place in (file, sidecar) if place]
        except OSError:
            return None
        if max(max(s.st_mtime_ns, s.st_ctime_ns) for s in stats) > time.time_ns() - _SETTLED_NS:
            return None
        parts = (f"{s.st_size:x}.{s.st_mtime_ns:x}.{s.st_ctime_ns:x}.{s.st_dev:x}.{s.st_ino:x}" for s in stats)
        return " ".join([self._form, *parts])

    def documents(self, file: Path, state: str | None) -> tuple[tuple[str, str], ...] | None:
        """The (document id, digest) read from the file in this state before; None when it must be read."""
        before = self._known.get(str(file))
        return before.documents if before and before.state == state else None

    def note(self, file: Path, state: str | None, documents: Iterable[tuple[str, str]]) -> None:
        """The file was read whole; it had this state when reading began."""
        if state is not None:
            self._new[str(file)] = FileRead(str(file), state, tuple(documents))

    def settle(self) -> None:
        """Store the notes of this run."""
        new = [read for path, read in self._new.items() if self._known.get(path) != read]
        gone = [path for path in self._known if path not in self._new and not Path(path).exists()]
        self._notes.keep_files(new, gone)
