"""One document after another is examined, each against those before it and those of the active release.

Each check is a function in a file of its own group; `CHECKS` is the list of those that need nothing but the document.
Copies and versions need the others too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from ingest.doctor.case import Case
from ingest.doctor.copies import copies, older_than, versions
from ingest.doctor.findings import Finding, Kind, gravest_first
from ingest.doctor.form import missing_marks, years_apart
from ingest.doctor.letters import garbled, lost_tones, split_words
from ingest.doctor.neighbours import LoadSketches, Near, Neighbours
from ingest.doctor.personal import personal
from ingest.doctor.reading import encoding, scans
from ingest.doctor.sketch import Sketch, sketch_of
from ingest.models import RawDocument
from knowledge.models import Document

# Raised whenever a check changes: documents in quarantine are then examined anew.
VERSION = 2
CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    encoding,
    scans,
    garbled,
    lost_tones,
    split_words,
    missing_marks,
    years_apart,
    personal,
)


class Doctor:
    """Examines one document after another, each against those before it and those of the active release."""

    def __init__(self, known: Iterable[Document], load_sketches: LoadSketches) -> None:
        self._known, self._load = known, load_sketches
        self.sketches: dict[str, Sketch | None] = {}
        # Found when a newer version of a document came after it, by the older one's id.
        self.late: dict[str, list[Finding]] = {}
        self._examined: set[str] = set()

    @cached_property
    def _neighbours(self) -> Neighbours:
        """Loaded when the first document is examined: most runs find nothing new."""
        return Neighbours(self._known, self._load)

    def examine(self, raw: RawDocument, document: Document) -> tuple[Finding, ...]:
        """Everything found, the gravest first. The sketch of the text is kept in `sketches` under the document's digest."""
        case = Case(raw, document)
        sketch = sketch_of(word for words in case.words for word in words)
        found = [finding for check in CHECKS for finding in check(case)]
        found += self._compared(case, sketch)
        self._neighbours.add(document, sketch)
        self.sketches[document.digest] = sketch
        self._examined.add(document.document_id)
        return gravest_first(found)

    def _compared(self, case: Case, sketch: Sketch | None) -> list[Finding]:
        """Against the others; an older version that was examined before this one is told of late."""
        found = list(versions(case, sketch, self._neighbours))
        for near, finding in found:
            if finding.kind is Kind.NEWER_VERSION and near.document.document_id in self._examined:
                newer = older_than(Near(case.document, near.similarity))
                self.late.setdefault(near.document.document_id, []).append(newer)
        others = {near.document.document_id for near, _ in found}
        return [*(finding for _, finding in found), *copies(case, sketch, self._neighbours, others)]
