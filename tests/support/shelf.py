"""A library that a test fills by hand: each change is a new release."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from assistant.events import Event, events_of
from knowledge.models import Chunk, Document


def event(document_id: str, start: date | None, deadline: date | None = None, **more: Any) -> Document:
    """A document that announces an event."""
    data = {"title": more.pop("title", f"Sự kiện {document_id}"), "place": more.pop("place", ""), "start": start}
    data["registration_deadline"] = deadline
    return Document(document_id, data["title"], kind="Thông tin sự kiện", details={"event": data}, **more)


class Shelf:
    """Documents on a shelf."""

    def __init__(self, documents: Iterable[Document] = ()) -> None:
        self._releases: list[dict[str, Document]] = []
        self._active = 0
        self.put(*documents)

    def put(self, *documents: Document, without: Iterable[str] = ()) -> int:
        """Publish these beside what is there; the number of the release."""
        before = self._releases[self._active - 1] if self._active else {}
        now = {**before, **{document.document_id: document for document in documents}}
        self._releases.append({name: document for name, document in now.items() if name not in set(without)})
        self._active = len(self._releases)
        return self._active

    def roll_back(self, number: int) -> None:
        """Let readers see another release."""
        self._active = number

    def release(self) -> str:
        return f"{self._active}-0"

    def documents(self, wanted: str = "") -> list[Document]:
        return list(self._releases[self._active - 1].values())

    def document(self, document_id: str) -> Document | None:
        return self._releases[self._active - 1].get(document_id)

    def passages(self, document_id: str) -> list[Chunk]:
        return []

    def chunk(self, chunk_id: str) -> tuple[Document, Chunk] | None:
        return None

    def events(self) -> list[Event]:
        return events_of(self.documents())
