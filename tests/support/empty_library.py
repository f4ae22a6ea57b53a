"""A library without documents, for tests of channels that only need one to be there."""

from __future__ import annotations

from assistant.library import Event
from knowledge.models import Chunk, Document


class EmptyLibrary:
    """Has nothing."""

    def release(self) -> str:
        return ""

    def documents(self, wanted: str = "") -> list[Document]:
        return []

    def document(self, document_id: str) -> Document | None:
        return None

    def passages(self, document_id: str) -> list[Chunk]:
        return []

    def chunk(self, chunk_id: str) -> tuple[Document, Chunk] | None:
        return None

    def events(self) -> list[Event]:
        return []
