"""What a developer would build otherwise, measured on the same documents and cases: a tutorial's set-up, and plain BM25."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Hit:
    """A piece of a document found for a question; a higher score is better."""

    document_id: str
    text: str
    score: float


class Search(Protocol):
    """Finds pieces, best first."""

    def best(self, question: str, limit: int) -> list[Hit]:
        """At most `limit` pieces."""
        ...
