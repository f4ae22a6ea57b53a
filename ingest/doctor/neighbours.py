"""The documents a new one is compared with: those of the active release, and those seen before it in the same run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ingest.doctor.sketch import SIZE, Sketch, similarities
from knowledge.language.normalise import fold
from knowledge.models import Document

LoadSketches = Callable[[], Mapping[str, Sketch | None]]
"""Sketches of the active release's documents, by the documents' digests."""
_NEAR = 0.75
_GLANCE, _EQUAL = 16, 6


@dataclass(frozen=True, slots=True)
class Near:
    """A document that is like the one examined."""

    document: Document
    similarity: float


class Neighbours:
    """Sketches in one growing matrix; a document that comes again takes its own place."""

    def __init__(self, known: Iterable[Document], load: LoadSketches) -> None:
        self._documents: list[Document] = []
        self._rows = np.zeros((64, SIZE), np.uint32)
        self._place: dict[str, int] = {}
        self._by_number: dict[str, set[str]] = {}
        sketches = load()
        for document in known:
            self.add(document, sketches.get(document.digest))

    def add(self, document: Document, sketch: Sketch | None) -> None:
        """From now on others are compared with this document too."""
        place = self._place.setdefault(document.document_id, len(self._documents))
        if place == len(self._documents):
            self._documents.append(document)
            if place == len(self._rows):
                self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
        self._documents[place] = document
        self._rows[place] = 0 if sketch is None else sketch
        if document.number:
            self._by_number.setdefault(_plain(document.number), set()).add(document.document_id)

    def near(self, document: Document, sketch: Sketch | None) -> list[Near]:
        """Other documents with much the same text, the most alike first."""
        if sketch is None:
            return []
        rows = self._rows[: len(self._documents)]
        glance = np.nonzero((rows[:, :_GLANCE] == sketch[:_GLANCE]).sum(axis=1) >= _EQUAL)[0]
        found = [Near(self._documents[i], float(s)) for i, s in zip(glance, similarities(sketch, rows[glance]), strict=True) if s >= _NEAR]
        return sorted((n for n in found if _is_another(n.document, document)), key=lambda n: -n.similarity)

    def same_number(self, document: Document, sketch: Sketch | None) -> Iterator[Near]:
        """Other documents under the same number, however alike."""
        for other_id in sorted(self._by_number.get(_plain(document.number or ""), ())):
            place = self._place[other_id]
            if _is_another(self._documents[place], document):
                alike = 0.0 if sketch is None else float(similarities(sketch, self._rows[place : place + 1])[0])
                yield Near(self._documents[place], alike)


def _plain(number: str) -> str:
    return "".join(fold(number).split())


def _is_another(other: Document, document: Document) -> bool:
    """A document whose file is gone was moved: the one examined has come in its place."""
    return other.document_id != document.document_id and ("://" in other.path or Path(other.path).exists())
