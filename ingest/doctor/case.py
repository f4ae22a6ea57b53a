"""What the doctor examines: a document as it was read and described, with its words counted once for all checks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from ingest.models import RawDocument
from ingest.readers.syllable import is_syllable
from knowledge.models import Document

_ADDRESS = re.compile(r"\S+://\S+|www\.\S+")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass
class Case:
    """One document under examination."""

    raw: RawDocument
    document: Document

    @cached_property
    def words(self) -> Sequence[Sequence[str]]:
        """The words of each block, letters only; addresses of the web are no words."""
        texts = (block.text for block in self.raw.blocks)
        return [_WORD.findall(_ADDRESS.sub(" ", text) if "://" in text or "www." in text else text) for text in texts]

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each word stands in the document."""
        return Counter(word for words in self.words for word in words)

    @cached_property
    def strange(self) -> frozenset[str]:
        """Words that are no Vietnamese syllables: foreign ones, symbols of numbers, pieces, garbage."""
        return frozenset(word for word in self.counts if not is_syllable(word))

    @cached_property
    def word_count(self) -> int:
        """Words in all."""
        return sum(self.counts.values())

    @cached_property
    def text(self) -> str:
        """All blocks, one a line."""
        return "\n".join(block.text for block in self.raw.blocks)

    @cached_property
    def starts(self) -> Sequence[int]:
        """Where each block starts in `text`."""
        ends = accumulate(len(block.text) + 1 for block in self.raw.blocks)
        return [0, *ends][:-1]

    def block_at(self, place: int) -> int:
        """The block that holds this place of `text`."""
        return bisect_right(self.starts, place) - 1

    def page_of(self, block: int) -> int | None:
        """The page a block starts on."""
        return self.raw.blocks[block].page
