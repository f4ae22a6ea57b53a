"""Reading in a worker process with limits, so that a hostile file costs one reason in the report and nothing else.

One worker is kept warm and reads file after file; it is replaced when a file kills it, when it overruns its time or
memory, and after a while, so that nothing piles up in it.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import selectors
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from ingest.models import RawDocument, Refused

SECONDS = 600.0
MEGABYTES = 2048
_FILES_A_WORKER = 200
_ROOT = Path(__file__).parents[2]
_SLOW = "Đọc tệp mất quá {seconds:.0f} giây nên đã dừng; tệp quá lớn hoặc có nội dung bất thường."
_FELL = "Tệp làm bộ đọc dừng đột ngột; tệp hỏng, hoặc cần nhiều bộ nhớ hơn mức cho phép ({megabytes} MB)."
_CHANGED = "Tệp bị sửa trong lúc đang đọc. Hãy nạp lại khi tệp đã lưu xong."


class _Worker:
    """A child process that reads files one at a time. Not shared between threads."""

    def __init__(self, megabytes: int) -> None:
        self.megabytes, self.read = megabytes, 0
        command = [sys.executable, "-m", "ingest.readers.worker", str(megabytes)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)}
        self.process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )

    def ask(self, path: Path, deadline: float) -> bytes | None:
        """The worker's pickled answer; None when it died. TimeoutError after the deadline."""
        assert self.process.stdin is not None  # noqa: S101
        self.read += 1
        question = os.fsencode(path)
        try:
            self.process.stdin.write(struct.pack("<I", len(question)) + question)
            self.process.stdin.flush()
            size = self._take(8, deadline)
            return self._take(struct.unpack("<Q", size)[0], deadline) if size else None
        except BrokenPipeError:
            return None

    def _take(self, size: int, deadline: float) -> bytes | None:
        assert self.process.stdout is not None  # noqa: S101
        held = bytearray()
        with selectors.DefaultSelector() as waiting:
            waiting.register(self.process.stdout, selectors.EVENT_READ)
            while len(held) < size:
                if not waiting.select(max(0.0, deadline - time.monotonic())):
                    raise TimeoutError
                piece = os.read(self.process.stdout.fileno(), min(size - len(held), 1 << 20))
                if not piece:
                    return None
                held += piece
        return bytes(held)

    def stop(self) -> None:
        with contextlib.suppress(OSError):
            self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


_idle: list[_Worker] = []
_lock = threading.Lock()


def read_guarded(path: Path, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> Iterator[RawDocument | Refused]:
    """What `read_file` yields, read in another process within `seconds` of wall time and `megabytes` above its own size.

    Raises:
        Refused: the reader refuses the file, or goes past a limit, or dies.
        OSError: the file cannot be opened.
    """
    before = path.stat()
    worker = _hire(megabytes)
    try:
        answer = worker.ask(path, time.monotonic() + seconds)
    except TimeoutError:
        worker.stop()
        raise Refused(_SLOW.format(seconds=seconds)) from None
    except BaseException:
        worker.stop()
        raise
    if answer is None:
        worker.stop()
        raise Refused(_FELL.format(megabytes=megabytes))
    _release(worker)
    documents, error = pickle.loads(answer)  # noqa: S301 (written by our own child)
    after = path.stat()
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
        raise Refused(_CHANGED)
    yield from documents
    if isinstance(error, MemoryError):
        raise Refused(_FELL.format(megabytes=megabytes))
    if error is not None:
        raise error


def _hire(megabytes: int) -> _Worker:
    with _lock:
        for worker in _idle:
            if worker.megabytes == megabytes and worker.process.poll() is None:
                _idle.remove(worker)
                return worker
    return _Worker(megabytes)


def _release(worker: _Worker) -> None:
    """Keep the worker for the next file, two idle ones at most."""
    with _lock:
        if worker.read < _FILES_A_WORKER and len(_idle) < 2:
            _idle.append(worker)
            return
    worker.stop()


def stop_workers() -> None:
    """End the idle workers; the program's end does it too."""
    with _lock:
        while _idle:
            _idle.pop().stop()


atexit.register(stop_workers)
