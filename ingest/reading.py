"""The documents of one file, or why there are none: every failure becomes a sentence that a clerk understands."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from pathlib import Path

import structlog

from ingest.models import RawDocument, Refused
from ingest.readers import reader_for
from ingest.readers.guard import read_guarded
from ingest.sidecar import with_sidecar

Read = Callable[[Path], Iterator[RawDocument | Refused]]
_REASONS = {
    errno.EACCES: "Không có quyền đọc tệp này.",
    errno.EPERM: "Không có quyền đọc tệp này.",
    errno.ENOENT: "Tệp không còn ở chỗ cũ.",
    errno.EIO: "Ổ đĩa hoặc mạng bị lỗi khi đọc tệp.",
    errno.ENOSPC: "Ổ đĩa đã đầy, không còn chỗ để giải nén tệp.",
    errno.EDQUOT: "Đã hết dung lượng được cấp, không còn chỗ để giải nén tệp.",
    errno.EISDIR: "Đây là thư mục, không phải tệp.",
    errno.ESTALE: "Mất kết nối tới ổ đĩa mạng.",
}
log = structlog.get_logger()


def documents_in(file: Path, read: Read = read_guarded) -> Iterator[RawDocument | Refused]:
    """Each document with its sidecar's metadata, and a `Refused` for whatever could not be read."""
    try:
        if reader_for(file) is None:
            yield Refused(f"Chưa đọc được loại tệp “{file.suffix or file.name}”.")
            return
        for raw in read(file):
            yield with_sidecar(raw, file) if isinstance(raw, RawDocument) else raw
    except Refused as refused:
        yield refused
    except OSError as error:
        yield Refused(_REASONS.get(error.errno or 0, f"Không mở được tệp (lỗi {error.errno})."))
    except Exception as error:  # a reader's bug must not take the other documents down
        yield unexpected(error, file)


def unexpected(error: Exception, file: Path) -> Refused:
    """A bug of ours: logged with its trace, and told by its name."""
    log.exception("reader_failed", path=str(file))
    return Refused(f"Lỗi ngoài dự kiến khi đọc tệp ({type(error).__name__}).")
