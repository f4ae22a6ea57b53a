"""Reading in a worker process with limits, so that a hostile file costs one reason in the report and nothing else.

One worker is kept warm and reads file after file; it is replaced when a file kills it, when it overruns its time or
memory, and after a while, so that nothing piles up in it.
"""

from __future__ import annotations

import atexit
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ingest.models import RawDocument, Refused
from ingest.readers.child import Child, Died
from ingest.readers.progress import PageProgress
from knowledge.models import Box

SECONDS = 600.0
MEGABYTES = 2048
_PICTURE_SECONDS = 60.0
_TASKS_A_WORKER = 200
_SLOW = "Đọc tệp mất quá {seconds:.0f} giây nên đã dừng; tệp quá lớn hoặc có nội dung bất thường."
_FELL = "Tệp làm bộ đọc dừng đột ngột; tệp hỏng, hoặc cần nhiều bộ nhớ hơn mức cho phép ({megabytes} MB)."
_CHANGED = "Tệp bị sửa trong lúc đang đọc. Hãy nạp lại khi tệp đã lưu xong."

_idle: list[Child] = []
_lock = threading.Lock()


def read_guarded(
    path: Path, seconds: float = SECONDS, megabytes: int = MEGABYTES, pages: PageProgress | None = None
) -> Iterator[RawDocument | Refused]:
    """What `read_file` yields, read in another process within `megabytes` above its own size.

    Args:
        seconds: the longest time without a page being read; ten times as long for the whole file.
        pages: hears how many pages of the file are read.

    Raises:
        Refused: the reader refuses the file, or goes past a limit, or dies.
        OSError: the file cannot be opened.
    """
    before = path.stat()
    documents, error = _done(("read", path), seconds, megabytes, pages)
    after = path.stat()
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
        raise Refused(_CHANGED)
    yield from documents
    _raise(error, megabytes)


def page_png(path: Path, page: int, boxes: Sequence[Box] = (), megabytes: int = MEGABYTES) -> bytes:
    """A page of a file as a PNG picture with these boxes drawn, made in another process; see `page_image`.

    Raises:
        Refused: the file has no such page, shows no pages, or cannot be drawn within the limits.
        OSError: the file cannot be opened.
    """
    with path.open("rb"):
        pass
    picture, error = _done(("page", path, page, tuple(boxes)), _PICTURE_SECONDS, megabytes)
    _raise(error, megabytes)
    return bytes(picture)


def _done(task: tuple[Any, ...], seconds: float, megabytes: int, pages: PageProgress | None = None) -> tuple[Any, Exception | None]:
    """What a worker answers: the result, and the error that ended it."""
    worker = _hire(megabytes)
    try:
        result, error = worker.do(task, seconds, pages)
    except TimeoutError:
        worker.stop()
        raise Refused(_SLOW.format(seconds=seconds)) from None
    except Died:
        worker.stop()
        raise Refused(_FELL.format(megabytes=megabytes)) from None
    except BaseException:
        worker.stop()
        raise
    _release(worker)
    return result, error


def _raise(error: Exception | None, megabytes: int) -> None:
    if isinstance(error, MemoryError):
        raise Refused(_FELL.format(megabytes=megabytes))
    if error is not None:
        raise error


def _hire(megabytes: int) -> Child:
    with _lock:
        for worker in _idle:
            if worker.megabytes == megabytes and worker.process.poll() is None:
                _idle.remove(worker)
                return worker
    return Child(megabytes)


def _release(worker: Child) -> None:
    """Keep the worker for the next file, two idle ones at most."""
    with _lock:
        if worker.tasks < _TASKS_A_WORKER and len(_idle) < 2:
            _idle.append(worker)
            return
    worker.stop()


def stop_workers() -> None:
    """End the idle workers; the program's end does it too."""
    with _lock:
        while _idle:
            _idle.pop().stop()


atexit.register(stop_workers)
