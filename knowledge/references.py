"""Places inside documents that a question points at: an article by its number, or a law whose articles are documents.

Corpora of law often hold each article as a document of its own, "Luật Du lịch, Điều 39". A question that names
the law means any of them, none in particular: it lifts them all alike.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from knowledge.language.normalise import fold, folded_syllables
from knowledge.models import Chunk, Document

_ASKED = re.compile(r"\bdieu (\d{1,4})(?![\w/%]|[.,]\d)")
# An article that a heading opens with; one that it only cites stands behind another word ("theo Điều 5").
_HEADING = re.compile(r"(?:^|[.,;:›] ?)Điều (\d{1,4})\b")
_PART_OF_LAW = re.compile(r"[\s,.:–-]+Điều \d+\b.*$")


def articles_asked(question: str) -> frozenset[str]:
    """Numbers of the articles that a question names: "điều 6 luật này nói gì" gives {"6"}."""
    return frozenset(number.lstrip("0") for number in _ASKED.findall(fold(question)))


def articles_of(chunk: Chunk) -> frozenset[str]:
    """Numbers of the articles that the chunk stands under."""
    return frozenset(_HEADING.findall(chunk.context) + _HEADING.findall(chunk.locator))


class LawNames:
    """Names of laws that were ingested article by article, and the documents of each."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._parts: defaultdict[str, set[str]] = defaultdict(set)
        for document in documents:
            words = folded_syllables(_PART_OF_LAW.sub("", document.title))
            if len(words) >= 2 and _PART_OF_LAW.search(document.title):
                self._parts[" ".join(words)].add(document.document_id)
        self._longest = max((name.count(" ") + 1 for name in self._parts), default=0)

    def named(self, question: str) -> frozenset[str]:
        """Ids of all documents of the laws that `question` names."""
        words = folded_syllables(question)
        spans = (
            " ".join(words[start : start + length])
            for length in range(2, min(self._longest, len(words)) + 1)
            for start in range(len(words) - length + 1)
        )
        return frozenset(document_id for span in spans for document_id in self._parts.get(span, ()))
