"""What ingest can do for the pages, as bot.py hands it in: the assistant does not know the package that does it.

Reports are the JSON objects that the commands of `python -m ingest` print. Whatever is refused raises ValueError with a
sentence that a clerk understands. Every call blocks, some for minutes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from assistant.records.jobs import Progress
from knowledge.corrections import Correction
from knowledge.models import Box

Report = Mapping[str, Any]


class Publishing(Protocol):
    """What staff can have done with files and documents. `force`: publish although the gate refuses."""

    def readable(self, name: str) -> bool:
        """Whether files of this name are read at all."""

    def check(self, paths: Sequence[Path], progress: Progress | None = None) -> Report:
        """What the doctor finds in these files; nothing is published."""

    def publish(self, places: Sequence[str], *, force: bool = False, progress: Progress | None = None) -> Report:
        """Read these files, folders and links, and publish what changed."""

    def approve(self, document_ids: Sequence[str], by: str, progress: Progress | None = None) -> Report:
        """Let documents out of quarantine in this person's name, and publish them."""

    def retire(
        self, document_id: str, path: str, by: str, seen: Correction | None, *, force: bool = False, progress: Progress | None = None
    ) -> Report:
        """Take a document out, for good.

        Raises:
            CorrectedMeanwhile: somebody else corrected it since `seen`.
        """

    def page(self, path: str, page: int, boxes: Sequence[Box]) -> bytes:
        """A page of a document's file as a PNG picture with these boxes drawn."""

    def add_source(self, place: str, name: str | None) -> str:
        """Register a folder, a file or a link; its name."""

    def refresh_sources(self, names: Sequence[str], *, force: bool = False, progress: Progress | None = None) -> Report:
        """Read and fetch these sources again, and publish what changed."""

    def remove_source(self, name: str, *, keep: bool = False, force: bool = False) -> Report:
        """Forget a source and retire its documents, unless they are to be kept."""
