"""A child process that does one task after another for `guard`, and how the two talk.

Down go pickled tasks, framed by their length. Up come frames of one letter each: `P` how far the pages of a file are
(two numbers), `A` the pickled answer, framed by its length.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import selectors
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from ingest.readers.progress import PageProgress

PAGES, ANSWER = b"P", b"A"
_ROOT = Path(__file__).parents[2]
_TOTAL = 10


class Died(Exception):
    """The child ended before it answered."""


class Child:
    """One child process. Not shared between threads."""

    def __init__(self, megabytes: int) -> None:
        self.megabytes, self.tasks = megabytes, 0
        command = [sys.executable, "-m", "ingest.readers.worker", str(megabytes)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)}
        self.process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )

    def do(self, task: tuple[Any, ...], seconds: float, pages: PageProgress | None = None) -> Any:
        """The answer to a task.

        `seconds` are those without a sign of life: a page that was read starts them anew, ten times as long in all.

        Raises:
            TimeoutError: it takes longer.
            Died: the child ended.
        """
        assert self.process.stdin is not None  # noqa: S101
        self.tasks += 1
        question = pickle.dumps(task)
        last = time.monotonic() + _TOTAL * seconds
        try:
            self.process.stdin.write(struct.pack("<I", len(question)) + question)
            self.process.stdin.flush()
        except BrokenPipeError:
            raise Died from None
        while True:
            deadline = min(last, time.monotonic() + seconds)
            if self._take(1, deadline) == ANSWER:
                return pickle.loads(self._take(struct.unpack("<Q", self._take(8, deadline))[0], deadline))  # noqa: S301 (our own child)  # nosec B301
            done, total = struct.unpack("<II", self._take(8, deadline))
            if pages:
                pages(done, total)

    def _take(self, size: int, deadline: float) -> bytes:
        assert self.process.stdout is not None  # noqa: S101
        held = bytearray()
        with selectors.DefaultSelector() as waiting:
            waiting.register(self.process.stdout, selectors.EVENT_READ)
            while len(held) < size:
                if not waiting.select(max(0.0, deadline - time.monotonic())):
                    raise TimeoutError
                piece = os.read(self.process.stdout.fileno(), min(size - len(held), 1 << 20))
                if not piece:
                    raise Died
                held += piece
        return bytes(held)

    def stop(self) -> None:
        """End it, whatever it is doing."""
        with contextlib.suppress(OSError):
            self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
