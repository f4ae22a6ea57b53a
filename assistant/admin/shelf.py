"""The documents as staff see them: those in force, those that wait in quarantine, those that were taken out; found in a moment among thousands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from assistant.admin.publishing import Publishing
from assistant.admin.tray import Tray
from assistant.events import HERE
from assistant.records.jobs import Jobs
from knowledge.base import KnowledgeBase
from knowledge.corrections import Correction, Corrections
from knowledge.language.normalise import fold
from knowledge.models import Chunk, Document, Release
from knowledge.quarantine import Held, Quarantine

STATES = ("published", "pending", "quarantine", "retired")
VALIDITIES = ("in_force", "not_yet", "ended", "unknown")


@dataclass(frozen=True, slots=True)
class Row:
    """A document of the list. `document` is missing for those that are not in the release."""

    document_id: str
    title: str
    state: str
    validity: str
    document: Document | None = None
    searched: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list shows; an empty field shows all."""

    words: str = ""
    state: str = ""
    validity: str = ""
    kind: str = ""
    province: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Wanted:
        """From the address of a page or an export."""
        return cls(**{name: query[name] for name in cls.__dataclass_fields__ if query.get(name)})

    def fits(self, row: Row, words: list[str]) -> bool:
        """Whether the row is wanted; `words` are those of the search, folded."""
        document = row.document
        return (
            (not self.state or row.state == self.state)
            and (not self.validity or row.validity == self.validity)
            and (not self.kind or (document is not None and document.kind == self.kind))
            and (not self.province or (document is not None and document.province == self.province))
            and all(word in row.searched for word in words)
        )


@dataclass
class Shelf:
    """Reads from the knowledge base; `publishing` changes it. Every call blocks."""

    base: KnowledgeBase
    publishing: Publishing
    tray: Tray
    jobs: Jobs
    today: Callable[[], date] = field(default=lambda: datetime.now(HERE).date())

    def __post_init__(self) -> None:
        self.corrections = Corrections(self.base.catalogue.engine)
        self._quarantine = Quarantine(self.base.catalogue.engine)
        self._folded: tuple[str, dict[str, str]] = ("", {})

    def rows(self, wanted: Wanted) -> list[Row]:
        """Documents by day of issue, newest first; what is not in the release comes before."""
        words = fold(wanted.words).split()
        return [row for row in self._all() if wanted.fits(row, words)]

    def kinds_and_provinces(self) -> tuple[list[str], list[str]]:
        """What there is to choose from."""
        documents = self.base.view().documents.values()
        return sorted({d.kind for d in documents if d.kind}), sorted({d.province for d in documents if d.province})

    def document(self, document_id: str) -> tuple[Document | None, list[Chunk], Correction | None]:
        """One document with its text, and what staff corrected of it."""
        view = self.base.view()
        document = view.documents.get(document_id)
        chunks = self.base.catalogue.chunks_of(document_id, view.release.number) if document else []
        return document, chunks, self.corrections.of(document_id)

    def waiting(self) -> list[Held]:
        """What is in quarantine, the longest waiting first."""
        return self._quarantine.waiting()

    def approvals(self) -> list[Held]:
        """What was let out of quarantine by whom, the newest first."""
        return self._quarantine.approvals()[::-1]

    def releases(self) -> tuple[Release, list[Release]]:
        """The one in force, and all that were published, newest first."""
        return self.base.catalogue.active(), self.base.catalogue.releases.published()

    def _all(self) -> list[Row]:
        view, today, corrections = self.base.view(), self.today(), self.corrections.all()
        folded = self._searched(view.release.key, view.documents)
        held = [Row(h.document_id, h.title, "quarantine", "unknown", None, fold(f"{h.title} {h.document_id}")) for h in self.waiting()]
        gone = [
            Row(i, str(c.stated.get("title") or i), "retired", "unknown", None, fold(i))
            for i, c in corrections.items()
            if c.retired and i not in view.documents
        ]
        pending = {i for i, c in corrections.items() if c.pending}
        published = [
            Row(i, d.title, "pending" if i in pending else "published", validity_of(d, today), d, folded[i])
            for i, d in view.documents.items()
        ]
        published.sort(key=lambda row: (-_day(row).toordinal(), row.title))
        return [*held, *gone, *published]

    def _searched(self, key: str, documents: Mapping[str, Document]) -> dict[str, str]:
        """What is searched of every document, made once for a release."""
        if self._folded[0] != key:
            self._folded = key, {i: _words_of(d) for i, d in documents.items()}
        return self._folded[1]


def validity_of(document: Document, today: date) -> str:
    """Whether it is in force today: a name of VALIDITIES."""
    if (in_force := document.in_force(today)) is None:
        return "unknown"
    if in_force:
        return "in_force"
    return "ended" if document.effective_to and today >= document.effective_to else "not_yet"


def _day(row: Row) -> date:
    return (row.document.issued_on if row.document else None) or date.min


def _words_of(document: Document) -> str:
    parts = (document.name, document.title, document.issuer, document.signer, document.province, document.document_id)
    return fold(" ".join(part for part in parts if part))
