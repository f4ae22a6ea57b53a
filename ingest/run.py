"""What one ingest run has found so far, and where its documents come from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.collect import is_link
from ingest.models import Refused
from ingest.quarantine import Checkup
from ingest.readers.progress import PageProgress
from ingest.report import Line
from ingest.sources.links import Download
from ingest.unchanged import FilesRead
from knowledge.corrections import Correction
from knowledge.language.tones import ToneModel
from knowledge.models import Chunk, Document
from knowledge.sources import Fetch


@dataclass(frozen=True, slots=True)
class Origin:
    """Where documents come from: a file to be read, and its place, which is the file's own path or the link that gave it.

    `document_id` is what the place's only document is called so far: a site may rename its file with every version.
    """

    file: Path
    place: str
    document_id: str | None = None

    @property
    def stated(self) -> dict[str, str]:
        """What is known before the file is read."""
        return {"url": self.place} if is_link(self.place) else {}


@dataclass(slots=True)
class Run:
    """What a run has found so far.

    `known` are the documents by id of the active release (`based_on`), `taken` all ids and their places; `read` says of
    each place whether it was read to its end, and is false for a folder that could not be opened. `digests` are those of
    all documents read, by id. `form` names how documents are cut and described, `checkup` is the doctor's part, `files`
    what earlier runs read. `fetched` is what links gave; `busy` are files that are still being written and so left for
    later; `force` retires even what looks lost. `corrections` are what staff know better, by document id.
    `syllables` are those of the active release, for mending what was read from a scan; `pages` is told of pages read.
    """

    known: dict[str, Document]
    form: int
    checkup: Checkup
    files: FilesRead
    fetched: Mapping[str, Download | Refused] = field(default_factory=dict)
    busy: Collection[str] = ()
    force: bool = False
    based_on: int = 0
    lines: list[Line] = field(default_factory=list)
    written: list[tuple[Document, list[Chunk]]] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    read: dict[str, bool] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    syllables: ToneModel = field(default_factory=lambda: ToneModel({}, {}))
    pages: PageProgress | None = None
    corrections: Mapping[str, Correction] = field(default_factory=dict)

    def fetches(self) -> Iterator[Fetch]:
        """What links gave and was read to its end, with the digests of its documents: the next run compares with them."""
        for download in self.fetched.values():
            if isinstance(download, Download) and self.read.get(place := download.fetch.location):
                documents = {i: self.digests[i] for i, where in self.seen.items() if where == place}
                yield replace(download.fetch, form=self.form, documents=documents)
