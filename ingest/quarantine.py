"""The doctor's part in an ingest run: examine what is new, hold back what is suspicious, and note it when the run is over.

A held document is not published; its published version, if there is one, stays in force. What a person approved
passes from then on, as long as its content stays the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from ingest.doctor.doctor import Doctor
from ingest.doctor.findings import Finding, Kind, Severity, gravest_first, held
from ingest.doctor.remembered import packed, sketches_of_release
from ingest.models import RawDocument
from knowledge.base import KnowledgeBase
from knowledge.models import Document
from knowledge.quarantine import Held, Quarantine
from knowledge.reading_notes import ReadingNotes


class Checkup:
    """One run's examinations. `findings` are those of each document examined, by its id."""

    def __init__(self, base: KnowledgeBase, release: int, known: Mapping[str, Document]) -> None:
        self._store, self._notes = Quarantine(base.catalogue.engine), ReadingNotes(base.catalogue.engine)
        self._doctor = Doctor(known.values(), lambda: sketches_of_release(base.catalogue, release, known))
        self.waiting = {one.document_id: one for one in self._store.waiting()}
        self.findings: dict[str, tuple[Finding, ...]] = {}
        self._known = known
        self._contents: dict[str, str] = {}
        self._held: list[Held] = []

    @cached_property
    def _approved(self) -> set[str]:
        return {one.content for one in self._store.approvals()}

    def holds(self, raw: RawDocument, document: Document, content: str) -> bool:
        """Examine a new or changed document; whether it must wait for a person. `content` is that of the file as it was read."""
        self.findings[document.document_id] = self._doctor.examine(raw, document)
        self._contents[document.document_id] = content
        return self._hold(document)

    def held_late(self, documents: Iterable[Document]) -> list[str]:
        """Ids of those documents, let pass before, of which a newer version came later in the run."""
        late = [document for document in documents if document.document_id in self._doctor.late]
        for document in late:
            told = [*self._doctor.late[document.document_id], *self.findings[document.document_id]]
            self.findings[document.document_id] = gravest_first(told)
        return [document.document_id for document in late if self._hold(document)]

    def _hold(self, document: Document) -> bool:
        findings, content = self.findings[document.document_id], self._contents[document.document_id]
        if not held(findings) or content in self._approved:
            return False
        why = tuple(asdict(finding) for finding in findings)
        now = datetime.now(UTC)
        self._held.append(Held(content, document.document_id, document.path, document.title, document.digest, why, now))
        return True

    def still_waiting(self, document_id: str, digest: str, path: str) -> tuple[Finding, ...] | None:
        """What a document of an unread file waits for; None when it does not wait, or must be examined again."""
        one = self.waiting.get(document_id)
        if one is None or (one.digest, one.path) != (digest, path):
            return None
        if any(finding.get("other") and finding["other"] not in self._known for finding in one.findings):
            return None  # what it was compared with is gone
        self._held.append(one)
        return tuple(as_finding(finding) for finding in one.findings)

    def settle(self, seen: Mapping[str, str], read: Mapping[str, bool]) -> None:
        """Store what this run held; drop what waited and was published, changed, or taken away meanwhile."""
        gone = [one.document_id for one in self.waiting.values() if _is_settled(one, seen, read)]
        self._store.keep(self._held, gone)
        self._notes.keep_sketches({digest: packed(sketch) for digest, sketch in self._doctor.sketches.items()})


def _is_settled(one: Held, seen: Mapping[str, str], read: Mapping[str, bool]) -> bool:
    """A file that could not be read this time leaves its documents waiting."""
    return one.document_id in seen or read.get(one.path, not ("://" in one.path or Path(one.path).exists()))


def content_of(raw: RawDocument) -> str:
    """What tells this content from every other; unlike a document's digest it outlives changes of our own forms."""
    return hashlib.sha256(repr((raw.title, raw.blocks, sorted(raw.metadata.items(), key=str))).encode()).hexdigest()


def as_finding(stored: Mapping[str, object]) -> Finding:
    """A finding as it was stored."""
    fields = {**stored, "kind": Kind(str(stored["kind"])), "severity": Severity(str(stored["severity"]))}
    return Finding(**fields)  # type: ignore[arg-type]
