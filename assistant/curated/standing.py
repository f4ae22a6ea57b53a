"""Whether what bears a curated answer out still stands: the passage as it was copied, and its document in force.

sound    the passage is there, word for word (perhaps in another place of the document)
changed  the document no longer holds these words
gone     the document is not in the release any more
ended    it was in force when the answer was approved, and is not on this day
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.records.curated_words import Citation, Words
from knowledge.base import View
from knowledge.models import Chunk, Document

SOUND, CHANGED, GONE, ENDED = "sound", "changed", "gone", "ended"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a citation stands in a release; `document` and `chunk` are where its words are now, unless `text` is gone or changed."""

    citation: Citation
    text: str
    document: Document | None = None
    chunk: Chunk | None = None

    def on(self, day: date) -> str:
        """The same, with the calendar in mind: a document that was in force at approval may have ended."""
        ended = self.citation.in_force is True and self.document is not None and self.document.in_force(day) is False
        return ENDED if self.text == SOUND and ended else self.text


def standings(words: Words, view: View) -> tuple[Standing, ...]:
    """Each citation of an answer, looked up in a release. Blocks."""
    return tuple(_standing(citation, view) for citation in words.citations)


def _standing(citation: Citation, view: View) -> Standing:
    document = view.documents.get(citation.document_id)
    if document is None:
        return Standing(citation, GONE)
    chunks = view.chunks_of(document.document_id)
    same = next((c for c in chunks if c.chunk_id == citation.chunk_id and c.digest == citation.digest), None)
    here = same or next((c for c in chunks if _plain(citation.quote) in _plain(c.text)), None) or _across(citation, chunks)
    return Standing(citation, SOUND if here else CHANGED, document, here)


def _across(citation: Citation, chunks: Sequence[Chunk]) -> Chunk | None:
    """The passage in which a quote begins that runs over the border of two."""
    quote, ends, whole = _plain(citation.quote), list[int](), ""
    for chunk in chunks:
        whole += _plain(chunk.text) + " "
        ends.append(len(whole))
    start = whole.find(quote)
    return next((c for c, end in zip(chunks, ends, strict=True) if start < end), None) if start >= 0 else None


def _plain(text: str) -> str:
    return " ".join(text.split())
