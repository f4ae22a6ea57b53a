"""Putting turns together by what they ask: each question is read and embedded once, then compared with the groups there are.

A group holds questions that differ in nothing that decides (`curated.likeness`) and share most words, or fewer words and nearly all
of their meaning. It is looser than what a curated answer needs: a card shows likely variants, a person decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from assistant.curated.likeness import Asked, differ, read_asked, shared
from knowledge.base import KnowledgeBase, View
from knowledge.embedding import Vectors

_WORDS, _MEANING = 0.75, 0.92
_FEWER_WORDS, _MORE_MEANING = 0.5, 0.97
_COMPARED = 50


class Groups:
    """The groups, in the memory of the process that reads the log. Not safe from many threads: one loop uses it."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base
        self._members: dict[int, tuple[Asked, Vectors]] = {}
        self._index: defaultdict[str, set[int]] = defaultdict(set)
        self._unstored = 0
        self.newest = 0

    def learn(self, group_id: int, text: str, vector: bytes | None, view: View) -> None:
        """A group that another process, or this one before it was started anew, has made."""
        asked = read_asked(text, view)
        known = np.frombuffer(vector, dtype=np.float32) if vector else self._base.embedder.query(asked.text)
        self._add(group_id, asked, known)
        self.newest = max(self.newest, group_id)

    def place(self, text: str, view: View) -> int:
        """The group that asks the same, the nearest of several; a new one has a negative number until it is stored."""
        asked = read_asked(text, view)
        vector = self._base.embedder.query(asked.text)
        found = [(score, i) for i in self._near(asked) if (score := self._likeness(asked, vector, i))]
        if found:
            return max(found)[1]
        self._unstored -= 1
        self._add(self._unstored, asked, vector)
        return self._unstored

    def vector(self, group_id: int) -> bytes:
        """That of a group's first question."""
        return self._members[group_id][1].tobytes()

    def stored(self, unstored: int, group_id: int) -> None:
        """A new group has its number now."""
        asked, vector = self._members.pop(unstored)
        for word in asked.weights:
            self._index[word].discard(unstored)
        self._add(group_id, asked, vector)
        self.newest = max(self.newest, group_id)

    def _add(self, group_id: int, asked: Asked, vector: Vectors) -> None:
        self._members[group_id] = (asked, vector)
        for word in asked.weights:
            self._index[word].add(group_id)

    def _near(self, asked: Asked) -> Iterable[int]:
        """Groups that share enough words, those with most of them first."""
        held: defaultdict[int, float] = defaultdict(float)
        for word, weight in asked.weights.items():
            for i in self._index.get(word, ()):
                held[i] += weight
        enough = [i for i, weight in held.items() if weight >= _FEWER_WORDS * asked.weight]
        return sorted(enough, key=lambda i: -held[i])[:_COMPARED]

    def _likeness(self, asked: Asked, vector: Vectors, group_id: int) -> float:
        """How near, 0 when they do not belong together."""
        other, of_group = self._members[group_id]
        if differ(asked, other) or len(vector) != len(of_group):
            return 0.0
        words, meaning = shared(asked, other), float(vector @ of_group)
        together = (words >= _WORDS and meaning >= _MEANING) or (words >= _FEWER_WORDS and meaning >= _MORE_MEANING)
        return words + meaning if together else 0.0
