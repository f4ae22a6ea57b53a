"""The child process of `guard`: takes paths on standard input, answers with pickled documents and the error, if any.

Both are framed by their length in bytes. The memory limit is set on the address space above what the
process holds when it starts.
"""

from __future__ import annotations

import os
import pickle
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from ingest.models import RawDocument, Refused
from ingest.readers import read_file


def main() -> None:
    """Serve until standard input ends; what libraries print goes nowhere near the answers."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _limit(int(sys.argv[1]) << 20)
    while (head := sys.stdin.buffer.read(4)) and len(head) == 4:
        path = Path(os.fsdecode(sys.stdin.buffer.read(struct.unpack("<I", head)[0])))
        _answer(answers, *_read(path))


def _limit(room: int) -> None:
    """Windows and macOS have no such limit; there only time is bounded."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + room,) * 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(path: Path) -> tuple[list[RawDocument | Refused], Exception | None]:
    documents: list[RawDocument | Refused] = []
    try:
        documents.extend(read_file(path))
    except (Refused, OSError, MemoryError) as error:
        return documents, error
    except RecursionError:
        return documents, Refused("Tệp lồng nhau quá sâu; có thể tệp hỏng hoặc cố ý gây hại.")
    except Exception as error:  # a reader's bug: named in the parent, which may not have the library's own class
        return documents, RuntimeError(f"{type(error).__name__}: {error}")
    return documents, None


def _answer(stream: BinaryIO, documents: list[RawDocument | Refused], error: Exception | None) -> None:
    data = pickle.dumps((documents, error))
    stream.write(struct.pack("<Q", len(data)) + data)
    stream.flush()


if __name__ == "__main__":
    main()
