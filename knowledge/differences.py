"""What is different between two releases: documents, and the places in them whose text is another one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.catalogue import Catalogue
from knowledge.models import Chunk, Document

# Fields that say where a document came from, not what it says.
_OF_THE_FILE = ("digest",)


@dataclass(frozen=True, slots=True)
class Updated:
    """A document that both releases have. Locators of places whose text changed, is new, or is gone; the names of changed fields."""

    document: Document
    fields: tuple[str, ...]
    changed: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int


@dataclass(frozen=True, slots=True)
class Difference:
    """From one release to another; each document with its number of chunks."""

    added: tuple[tuple[Document, int], ...]
    updated: tuple[Updated, ...]
    retired: tuple[tuple[Document, int], ...]


def difference(catalogue: Catalogue, first: int, second: int) -> Difference:
    """What one has to change in release `first` to get release `second`."""
    before, after = ({d.document_id: d for d in catalogue.documents(n)} for n in (first, second))

    def counted(documents: Iterable[Document], release: int) -> tuple[tuple[Document, int], ...]:
        return tuple((d, len(catalogue.chunks_of(d.document_id, release))) for d in documents)

    updated = tuple(
        _updated(before[i], document, catalogue.chunks_of(i, first), catalogue.chunks_of(i, second))
        for i, document in after.items()
        if i in before and before[i] != document
    )
    added = counted((d for i, d in after.items() if i not in before), second)
    return Difference(added, updated, counted((d for i, d in before.items() if i not in after), first))


def _updated(before: Document, after: Document, old: list[Chunk], new: list[Chunk]) -> Updated:
    """Chunks are compared by what a reader sees, not by their position: a paragraph that only moved down is unchanged."""
    fields = tuple(n for n in Document.__dataclass_fields__ if n not in _OF_THE_FILE and getattr(before, n) != getattr(after, n))
    kept = {(c.locator, c.text) for c in old} & {(c.locator, c.text) for c in new}
    gone, come = ([c.locator for c in chunks if (c.locator, c.text) not in kept] for chunks in (old, new))
    changed = tuple(dict.fromkeys(locator for locator in come if locator in gone))
    added, removed = (tuple(dict.fromkeys(x for x in places if x not in changed)) for places in (come, gone))
    return Updated(after, fields, changed, added, removed, sum((c.locator, c.text) in kept for c in new))
