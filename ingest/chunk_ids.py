"""The chunks of a document under ids made of their content, so that an unchanged chunk keeps its id and its vector."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.chunker import chunks as cut
from ingest.models import RawDocument
from ingest.structure import sections
from knowledge.models import Chunk, Document


def chunks_of(document: Document, raw: RawDocument) -> Iterator[Chunk]:
    """Every citable unit in reading order; the same text twice gets a number behind its id."""
    named = document.title if document.number is None or document.number in document.title else f"{document.name}. {document.title}"
    used: dict[str, int] = {}
    for position, draft in enumerate(cut(named, sections(raw.blocks))):
        chunk = Chunk("", document.document_id, position, draft.locator, draft.text, draft.page, draft.context)
        stem = f"{document.document_id}#{chunk.digest[:10]}"
        used[stem] = used.get(stem, 0) + 1
        chunk_id = stem if used[stem] == 1 else f"{stem}-{used[stem]}"
        yield Chunk(chunk_id, document.document_id, position, draft.locator, draft.text, draft.page, draft.context, draft.boxes)
