"""The child process of `guard`: takes tasks on standard input, answers with pickled results and the error, if any.

How the two talk is told in `child`. The memory limit is set on the address space above what the process holds when it
starts.
"""

from __future__ import annotations

import os
import pickle
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from ingest.models import RawDocument, Refused
from ingest.readers import page_image, progress, read_file
from ingest.readers.child import ANSWER, PAGES


def main() -> None:
    """Serve until standard input ends; what libraries print goes nowhere near the answers."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _limit(int(sys.argv[1]) << 20)
    progress.listen(lambda done, total: _send(answers, PAGES + struct.pack("<II", done, total)))
    while (head := sys.stdin.buffer.read(4)) and len(head) == 4:
        task, *given = pickle.loads(sys.stdin.buffer.read(struct.unpack("<I", head)[0]))  # noqa: S301 (written by our own parent)  # nosec B301
        data = pickle.dumps(_TASKS[task](*given))
        _send(answers, ANSWER + struct.pack("<Q", len(data)) + data)


def _limit(room: int) -> None:
    """Windows and macOS have no such limit; there only time is bounded."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + room,) * 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(path: Path) -> tuple[list[RawDocument | Refused], Exception | None]:
    """What could be read before an error, and the error."""
    documents: list[RawDocument | Refused] = []
    return documents, _error(lambda: documents.extend(read_file(path)))


def _page(*given: Any) -> tuple[bytes, Exception | None]:
    drawn: list[bytes] = []
    error = _error(lambda: drawn.append(page_image.page_png(*given)))
    return b"".join(drawn), error


def _error(work: Callable[[], object]) -> Exception | None:
    """The error that ends the work, as one that the parent knows."""
    try:
        work()
    except (Refused, OSError, MemoryError) as error:
        return error
    except RecursionError:
        return Refused("Tệp lồng nhau quá sâu; có thể tệp hỏng hoặc cố ý gây hại.")
    except Exception as error:  # a reader's bug: the parent may not have the library's own class
        return RuntimeError(f"{type(error).__name__}: {error}")
    return None


def _send(stream: BinaryIO, data: bytes) -> None:
    stream.write(data)
    stream.flush()


_TASKS: dict[str, Callable[..., object]] = {"read": _read, "page": _page}

if __name__ == "__main__":
    main()
