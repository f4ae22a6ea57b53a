"""The nouns of the knowledge base: Document, Chunk, Passage, Release.

All are immutable values. Dates are `datetime.date`; `effective_to` is the first day on which a document is
no longer in force (the Vietnamese "ngày hết hiệu lực"), so a document is in force on d when
effective_from <= d < effective_to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any, NamedTuple


class Box(NamedTuple):
    """A place on a page (from 1): points from the top left corner of a PDF's page as it is shown, pixels of a picture."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Document:
    """One official paper, with its metadata. `details` holds what only some documents have (event, aliases…)."""

    document_id: str
    title: str
    path: str = ""
    digest: str = ""
    kind: str | None = None
    number: str | None = None
    issuer: str | None = None
    signer: str | None = None
    issued_on: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    replaced_by: str | None = None
    province: str | None = None
    url: str | None = None
    form: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How people cite it: "Quyết định 127/QĐ-TTg", or its kind and title when it has no number."""
        if self.number:
            return f"{self.kind} {self.number}" if self.kind else self.number
        if self.kind and not self.title.casefold().startswith(self.kind.casefold()):
            return f"{self.kind}: {self.title}"
        return self.title

    def in_force(self, as_of: date) -> bool | None:
        """Whether the document is in force on `as_of`; None when its dates do not tell."""
        if self.effective_to and as_of >= self.effective_to:
            return False
        start = self.effective_from
        return None if start is None else as_of >= start


@dataclass(frozen=True, slots=True)
class Chunk:
    """The smallest citable unit of a document, as it is stored.

    `text` is the text as read; `context` (title, headings, lead-in clause) is searched with it but not quoted.
    `boxes` frame its words on the pages of a PDF or of pictures, in reading order; other files have none.
    """

    chunk_id: str
    document_id: str
    position: int
    locator: str
    text: str
    page: int | None = None
    context: str = ""
    boxes: tuple[Box, ...] = ()

    @property
    def search_text(self) -> str:
        """What both indexes see."""
        return f"{self.context}. {self.text}" if self.context else self.text

    @property
    def digest(self) -> str:
        """The hash of the searched text: two chunks with the same digest have the same vector."""
        return sha256(self.search_text.encode()).hexdigest()[:40]


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk found for a question.

    `score` is fused; `meaning` is the cosine in standard deviations above the base's mean; `keyword` is a BM25
    score; `coverage` is the share of the question's content that the chunk holds, once somebody measured it.
    """

    chunk: Chunk
    document: Document
    score: float
    meaning: float = 0.0
    keyword: float = 0.0
    coverage: float = 0.0


@dataclass(frozen=True, slots=True)
class Release:
    """A state of the knowledge base: built first, seen by readers once it is published. Number 0 is the empty base.

    `based_on` is the release it was made from, `forced` that it was published although the gate refused it, `gate`
    what the gate measured; a release that is `gone` was collected: its number stays, its documents do not.
    """

    number: int
    published_at: datetime | None = None
    documents: int = 0
    chunks: int = 0
    based_on: int = 0
    forced: bool = False
    gone: bool = False
    gate: Mapping[str, Any] | None = field(default=None, compare=False)

    @property
    def key(self) -> str:
        """Tells this release from every other, those of the same number in another catalogue included."""
        moment = int(self.published_at.timestamp() * 1_000_000) if self.published_at else 0
        return f"{self.number}-{moment}"
