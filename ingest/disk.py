"""Is it the disk that is full? SQLite, Chroma, tantivy and Python each say it in their own way."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

FULL = "Ổ đĩa đã đầy nên chưa công bố được gì; những gì đã công bố vẫn nguyên. Hãy giải phóng chỗ rồi nạp lại."
NO_ROOM = "Ổ đĩa đã đầy nên không mở được kho văn bản. Hãy giải phóng chỗ rồi chạy lại; những gì đã công bố vẫn nguyên."
_ROOM = 1 << 20
_CODES = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_WORDS = ("disk is full", "no space left", "disk quota exceeded", "file too large", "not enough space", "storagefull")


def is_disk_full(error: BaseException, folder: Path | None = None) -> bool:
    """Whether this error, or one that led to it, means that nothing more can be written.

    SQLite calls it "disk I/O error" when there is no room for its own help files: then the room in `folder` decides.
    """
    if any(_says_full(one) for one in _chain(error)):
        return True
    vague = any("disk i/o error" in str(one).lower() for one in _chain(error))
    return vague and folder is not None and shutil.disk_usage(folder).free < _ROOM


def _says_full(error: BaseException) -> bool:
    if isinstance(error, OSError) and error.errno in _CODES:
        return True
    return any(words in str(error).lower() for words in _WORDS)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
