"""The documents of a release as a developer would load them: front matter, title, headings and text in one string."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from knowledge.base import KnowledgeBase, View
from knowledge.models import Chunk, Document

_FRONT = ("kind", "number", "issuer", "signer", "issued_on", "effective_from", "effective_to", "replaced_by", "province")


def texts_of(base: KnowledgeBase, view: View) -> dict[str, str]:
    """The text of every document of the release by its id: what the assistant knows, the baselines are told too."""
    release = view.release.number
    return {key: text_of(document, base.catalogue.chunks_of(key, release)) for key, document in view.documents.items()}


def text_of(document: Document, chunks: Iterable[Chunk]) -> str:
    """Front matter, then a Markdown heading for each part and its text."""
    front = [f"{name}: {value}" for name in _FRONT if (value := getattr(document, name))]
    parts = ["\n".join(["---", *front, "---"]), f"# {document.title}"]
    for locator, group in groupby(chunks, key=lambda chunk: chunk.locator):
        parts += [f"## {locator}", *(chunk.text for chunk in group)]
    return "\n\n".join(parts)
