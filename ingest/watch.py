"""Following folders: whatever changes in them is published, once it has been left alone for a while.

The system tells which files changed (watchfiles); a file that is still being written, or that an editor takes away
and puts back, is waited for. A folder whose disk goes away is waited for too, and loses nothing meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

import structlog

from ingest.collect import files_under, is_clutter
from ingest.settling import Settling

Publish = Callable[[Collection[str]], None]
"""Called with the paths of files to leave for later."""
Tell = Callable[[str], None]

_TICK_MS = 300
_POLL_MS = 2_000
_RETRY_SECONDS = 60.0
_WAITING = "Chưa thấy thư mục {folders}. Đang đợi; văn bản đã công bố vẫn được giữ."
_BACK = "Đã thấy lại các thư mục, tiếp tục theo dõi."
_BROKEN = "Lần nạp này hỏng ({error}). Sẽ thử lại sau {seconds:.0f} giây."
_POLLING = "Hệ thống không báo được thay đổi trong thư mục này; chuyển sang dò định kỳ."
log = structlog.get_logger()


class Watch:
    """Follows `folders` until `stop` is set. `ignored` (the data folder) may lie inside one of them."""

    def __init__(self, folders: Sequence[Path], publish: Publish, tell: Tell, *, ignored: Path, settle: float, poll: bool = False) -> None:
        self._folders, self._publish, self._tell = folders, publish, tell
        self._ignored, self._poll = ignored.resolve(), poll
        self._settling = Settling(settle)
        self.stop = threading.Event()

    def follow(self) -> None:
        """Publish once, then whenever something changed."""
        while not self.stop.is_set():
            self._wait_for_folders()
            here = self._identities()
            self._settling.note(map(str, self._folders))  # whatever happened while nobody looked
            for changed in self._changes():
                self._settling.note(changed)
                self._publish_what_is_ready()
                if self._identities() != here:
                    break

    def _changes(self) -> Iterator[list[str]]:
        """Paths that changed, every now and then; an empty list when none did."""
        from watchfiles import watch

        try:
            for batch in watch(
                *self._folders,
                watch_filter=lambda _, path: self._matters(Path(path)),
                rust_timeout=_TICK_MS,
                yield_on_timeout=True,
                stop_event=self.stop,
                force_polling=self._poll or None,
                poll_delay_ms=_POLL_MS,
            ):
                yield [path for _, path in batch]
        except (OSError, RuntimeError) as error:  # too many folders for the system, or one that went away just now
            log.warning("watching_failed", error=str(error))
            if not self._poll and all(folder.is_dir() for folder in self._folders):
                self._poll = True
                self._tell(_POLLING)
            self.stop.wait(_TICK_MS / 1000)

    def _matters(self, path: Path) -> bool:
        if path.is_relative_to(self._ignored):
            return False
        return any(path.is_relative_to(folder) and not is_clutter(path.relative_to(folder)) for folder in self._folders)

    def _publish_what_is_ready(self) -> None:
        if not self._settling.is_due():
            return
        # Files that came with a new folder may be older than the watch on it.
        self._settling.note_fresh(path for folder in self._folders if folder.is_dir() for path in files_under(folder))
        if not self._settling.is_due():
            return
        try:
            self._publish(self._settling.take())
        except Exception as error:  # a full disk or a database that is away for a minute must not end the watch
            log.exception("publishing_failed")
            self._tell(_BROKEN.format(error=type(error).__name__, seconds=_RETRY_SECONDS))
            self._settling.note(map(str, self._folders), after=_RETRY_SECONDS)

    def _wait_for_folders(self) -> None:
        missing = [str(folder) for folder in self._folders if not folder.is_dir()]
        if missing:
            self._tell(_WAITING.format(folders=", ".join(missing)))
            while not self.stop.is_set() and not all(folder.is_dir() for folder in self._folders):
                self.stop.wait(_TICK_MS / 1000)
            self._tell(_BACK)

    def _identities(self) -> list[tuple[int, int] | None]:
        """What the system watches: another disk mounted at the same place is another folder."""
        return [_identity(folder) for folder in self._folders]


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
