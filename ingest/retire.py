"""Taking documents out of the release when their files are gone, unless the folder looks as if it had lost them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ingest.report import Line, Outcome
from ingest.run import Run

_GONE = "Không còn trong nguồn."
_MANY = 10
_ON_PURPOSE = "Nếu đúng là muốn gỡ, hãy chạy lại với --force."


def retire(run: Run, document_ids: Sequence[str], reason: str = _GONE) -> None:
    """Note these documents of the active release as retired, each once."""
    for document_id in document_ids:
        if document_id not in run.retired:
            run.retired.append(document_id)
            run.lines.append(Line(run.known[document_id].path, document_id, Outcome.RETIRED, reason))


def retire_missing(run: Run, root: Path, files: int) -> None:
    """Documents read from under `root` before and not found now are retired; those of a file or folder that failed stay.

    When the folder (of so many `files` now) looks as if it had lost them, it fails instead.
    """
    held = [d for d in run.known.values() if d.path == str(root) or d.path.startswith(f"{root}/")]
    unread = {path for path, whole in run.read.items() if not whole}
    gone = [d.document_id for d in held if d.document_id not in run.seen and not _is_under(d.path, unread)]
    reason = _lost(len(held), len(gone), files) if root.is_dir() and not run.force else None
    if reason:
        run.lines.append(Line(str(root), None, Outcome.FAILED, reason))
    else:
        retire(run, gone)


def _is_under(path: str, unread: set[str]) -> bool:
    return bool(unread) and not unread.isdisjoint((path, *map(str, Path(path).parents)))


def _lost(held: int, gone: int, files: int) -> str | None:
    """Why so many documents are not retired without a word: a disk that is not mounted looks exactly like an emptied folder.

    An empty folder is asked about however few its documents were; else, more than half of ten or more must be gone.
    """
    if gone and not files:
        return f"Thư mục này giờ trống, trong khi {held} văn bản đã công bố từ đây; có thể ổ đĩa chưa được gắn. Chưa gỡ gì. {_ON_PURPOSE}"
    if gone >= _MANY and gone > held / 2:
        return f"{gone} trong {held} văn bản của thư mục này không còn tệp; có thể ổ đĩa chưa gắn đủ. Chưa gỡ gì. {_ON_PURPOSE}"
    return None
