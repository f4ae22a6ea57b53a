"""Pictures of pages read in parallel, one core a page; only as many pictures are in memory as are being read."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from ingest.readers import ocr
from ingest.readers.lines import Line

_MOST_CORES = 8


def cores() -> int:
    """How many pages are read at the same time: the networks let go of Python's lock while they work."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(_MOST_CORES, usable))


def read_pictures(pictures: Iterable[tuple[Any, float]]) -> Iterator[list[Line]]:
    """The lines of each picture (a PIL image and the size of its pixels), in order.

    The next picture is drawn in this thread while others are read: PDFium must not draw in two threads.
    """
    reading: deque[Future[list[Line]]] = deque()
    pool = ThreadPoolExecutor(cores())
    try:
        for image, scale in pictures:
            reading.append(pool.submit(ocr.page_lines, image, scale))
            if len(reading) > cores():
                yield reading.popleft().result()
        while reading:
            yield reading.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
