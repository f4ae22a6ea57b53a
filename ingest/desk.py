"""What the admin pages may do with documents, as one object for `bot.py` to hand over: the assistant does not know this package.

Reports are the JSON objects of the commands; whatever is refused raises ValueError with a sentence that a clerk understands.
Every call blocks, some for minutes; several at a time are safe, since a release is published by one writer only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ingest.approval import approve
from ingest.checking import check_paths
from ingest.collect import is_clutter, is_link
from ingest.models import Refused
from ingest.pipeline import ingest
from ingest.readers import reader_for
from ingest.readers.guard import page_png
from ingest.report import Report
from ingest.sources import registry
from knowledge.base import KnowledgeBase
from knowledge.corrections import Correction, Corrections
from knowledge.models import Box

Progress = Callable[[str, int, int], None]
"""Called with what is counted ("read", "check" or "embed"), how much of it is done, and how much there is."""
_NO_FILE = "Tệp gốc không còn ở chỗ cũ nên không xem được trang."
_LINK = "Văn bản từ liên kết không có ảnh trang; hãy mở liên kết gốc."


class DocumentDesk:
    """Every change to the documents that staff can make from a page."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base
        self._corrections = Corrections(base.catalogue.engine)

    def readable(self, name: str) -> bool:
        """Whether files of this name are read at all."""
        return reader_for(Path(name)) is not None and not is_clutter(Path(name))

    def check(self, paths: Sequence[Path], progress: Progress | None = None) -> dict[str, Any]:
        """What the doctor finds in these files; nothing is published."""
        return check_paths(self._base, [str(path) for path in paths], _of("check", progress)).as_json()

    def publish(self, places: Sequence[str], *, force: bool = False, progress: Progress | None = None) -> dict[str, Any]:
        """Read these files, folders and links, and publish what changed."""
        return ingest(self._base, places, force=force, progress=_of("embed", progress), places=_of("read", progress)).as_json()

    def approve(self, document_ids: Sequence[str], by: str, progress: Progress | None = None) -> dict[str, Any]:
        """Let documents out of quarantine in this person's name, and publish them."""
        approval = approve(self._base, document_ids, by, _of("embed", progress))
        return {**(approval.report or Report()).as_json(), "missing": list(approval.missing)}

    def retire(
        self, document_id: str, path: str, by: str, seen: Correction | None, *, force: bool = False, progress: Progress | None = None
    ) -> dict[str, Any]:
        """Take a document out, for good: it stays out although its file is still there; one that waits in quarantine waits no
        more. When the gate refuses, all stays.

        Raises:
            CorrectedMeanwhile: somebody else corrected it since `seen`.
        """
        out = self._corrections.put(document_id, path, by, seen, stated=seen.stated if seen else {}, retired=True)
        published = document_id in self._base.view().documents
        # What waits in quarantine is in no release: its file is read, to learn that it is out.
        places = () if published else (path,)
        report = ingest(self._base, places, dropped=[document_id], force=force, progress=_of("embed", progress))
        if report.refused:
            self._corrections.undo(out, seen)
        return report.as_json()

    def page(self, path: str, page: int, boxes: Sequence[Box]) -> bytes:
        """A page of a document's file as a PNG picture with these boxes drawn."""
        if is_link(path):
            raise ValueError(_LINK)
        with _told():
            try:
                return page_png(Path(path), page, boxes)
            except OSError as error:
                raise ValueError(_NO_FILE) from error

    def add_source(self, place: str, name: str | None) -> str:
        """Register a folder, a file or a link; its name. Nothing is read yet."""
        with _told():
            return registry.add(self._base.catalogue.sources, self._base.settings, place, name).name

    def refresh_sources(self, names: Sequence[str], *, force: bool = False, progress: Progress | None = None) -> dict[str, Any]:
        """Read and fetch these sources again, all when none is named, and publish what changed."""
        with _told():
            found = registry.find(self._base.catalogue.sources, names)
            return registry.refresh(self._base, found, force=force, progress=_of("embed", progress)).as_json()

    def remove_source(self, name: str, *, keep: bool = False, force: bool = False) -> dict[str, Any]:
        """Forget a source and retire its documents, unless they are to be kept."""
        with _told():
            [source] = registry.find(self._base.catalogue.sources, [name])
            return registry.remove(self._base, source, keep=keep, force=force).as_json()


@contextmanager
def _told() -> Iterator[None]:
    """A refusal as the error that pages show."""
    try:
        yield
    except Refused as refused:
        raise ValueError(str(refused)) from refused


def _of(what: str, progress: Progress | None) -> Callable[[int, int], None] | None:
    return (lambda done, total: progress(what, done, total)) if progress else None
