"""A document in the list, and what the list is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.language.normalise import fold
from knowledge.models import Document

STATES = ("published", "pending", "quarantine", "retired")
"""In the release; the same, with a correction that is not; waiting for a person; taken out by one."""
VALIDITIES = ("in_force", "not_yet", "ended", "unknown")


@dataclass(frozen=True, slots=True)
class Row:
    """A document of the list. `document` is missing for those that are not in the release; `searched` is folded."""

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
        return cls(**{name: query[name].strip() for name in cls.__dataclass_fields__ if query.get(name)})

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


def validity_of(document: Document, today: date) -> str:
    """Whether it is in force today: a name of VALIDITIES."""
    if (in_force := document.in_force(today)) is None:
        return "unknown"
    if in_force:
        return "in_force"
    return "ended" if document.effective_to and today >= document.effective_to else "not_yet"


def words_of(document: Document) -> str:
    """What is searched of a document."""
    parts = (document.name, document.title, document.issuer, document.signer, document.province, document.document_id)
    return fold(" ".join(part for part in parts if part))
