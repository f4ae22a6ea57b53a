"""Browsing the documents, for channels: lists, searches by name, a document's text page by page, events by date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from assistant.events import Event, events_of
from assistant.generation.sources import cited_name
from knowledge.base import KnowledgeBase
from knowledge.language.normalise import fold
from knowledge.models import Chunk, Document


class ReadsDocuments(Protocol):
    """The documents, as the dialogue sees them. Every call may block."""

    def release(self) -> str:
        """What tells the active release from every other; "" while there is none."""

    def documents(self, wanted: str = "") -> list[Document]:
        """Documents whose name or title holds every word of `wanted` (marks do not count), newest first."""

    def document(self, document_id: str) -> Document | None:
        """One document of the active release."""

    def passages(self, document_id: str) -> list[Chunk]:
        """Its text in reading order."""

    def chunk(self, chunk_id: str) -> tuple[Document, Chunk] | None:
        """One passage with its document."""

    def events(self) -> list[Event]:
        """Events by their first day."""


class Library:
    """The documents of the active release."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base

    def release(self) -> str:
        """What tells the active release from every other; "" while there is none."""
        release = self._base.view().release
        return release.key if release.number else ""

    def documents(self, wanted: str = "") -> list[Document]:
        """Documents whose name or title holds every word of `wanted` (marks do not count), newest first."""
        words = fold(wanted).split()
        found = [d for d in self._base.view().documents.values() if all(word in _searched(d) for word in words)]
        return sorted(found, key=lambda d: (-(d.issued_on or date.min).toordinal(), d.name))

    def document(self, document_id: str) -> Document | None:
        """One document of the active release."""
        return self._base.view().documents.get(document_id)

    def passages(self, document_id: str) -> list[Chunk]:
        """Its text in reading order."""
        return list(self._base.view().chunks_of(document_id))

    def chunk(self, chunk_id: str) -> tuple[Document, Chunk] | None:
        """One passage with its document."""
        view = self._base.view()
        chunk = view.chunks([chunk_id]).get(chunk_id)
        return (view.documents[chunk.document_id], chunk) if chunk else None

    def events(self) -> list[Event]:
        """Events by their first day."""
        return events_of(self._base.view().documents.values())


def _searched(document: Document) -> str:
    parts: Sequence[object] = (document.name, document.title, cited_name(document), document.issuer, document.province)
    return fold(" ".join(str(part) for part in parts if part))
