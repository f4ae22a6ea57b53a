"""The curated answers in force, in the memory of every process; looked through before the documents are.

One row of the database tells whether something was approved or retired: it is read with every question, so that an answer is in
force in all processes from the next question on. The words decide first (a dictionary from word to wordings), so that a question
no answer is near to costs neither a vector nor a walk through all of them.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy import Engine

from assistant.curated.likeness import MEANING, WORDS, Asked, differ, read_asked, shared, without_place
from assistant.curated.standing import SOUND, Standing, standings
from assistant.records.curated import FOLLOWED_AS, Curated, in_force
from assistant.records.curated_words import Words
from assistant.records.followed import Followed
from knowledge.base import KnowledgeBase, View
from knowledge.embedding import Vectors


@dataclass(frozen=True, slots=True)
class Kept:
    """A curated answer in force, with how its citations stand in this release."""

    curated: Curated
    words: Words
    standing: tuple[Standing, ...]

    def holds_on(self, day: date) -> bool:
        """Whether it may be given on this day: it is meant for it, and all that bears it out still stands."""
        return self.words.holds_on(day) and all(s.on(day) == SOUND for s in self.standing)


@dataclass(frozen=True, slots=True)
class Match:
    """The answer to a question, the wording that it was known by, and how near the two are."""

    kept: Kept
    wording: str
    words: float
    meaning: float


@dataclass(frozen=True, slots=True)
class _Rows:
    """The shelf in one release at one revision. `index` leads from a word of weight to the wordings that hold it."""

    key: str
    in_force: Sequence[Curated]
    kept: Sequence[Kept] = ()
    wordings: Sequence[tuple[Kept, Asked]] = ()
    index: Mapping[str, Sequence[int]] = field(default_factory=dict)


class Shelf:
    """Safe from many threads."""

    def __init__(self, engine: Engine, base: KnowledgeBase) -> None:
        self._base = base
        self._filling = threading.Lock()
        self._rows: _Rows | None = None
        # Looked at with every question: an answer that was retired must not be given once more.
        self._in_force = Followed(engine, FOLLOWED_AS, lambda: in_force(engine), seconds=0.0)
        self._vectors: dict[str, Vectors] = {}

    def all(self, view: View) -> Sequence[Kept]:
        """Every answer in force."""
        return self._current(view).kept

    def state(self, view: View) -> object:
        """The same object as long as the same answers are in force."""
        return self._current(view)

    def find(self, question: str, day: date, view: View) -> Match | None:
        """The answer to this question on this day; None when there is none."""
        rows = self._current(view)
        if not rows.wordings:
            return None
        asked = read_asked(question, view)
        near = [(kept, wording) for kept, wording in _near(rows, asked) if kept.holds_on(day)]
        matches = [m for kept, wording in near if (m := self._matched(kept, asked, wording))]
        return max(matches, key=lambda m: (m.words, m.meaning, m.kept.curated.id), default=None)

    def matches(self, words: Words, questions: Iterable[str], view: View) -> list[bool]:
        """Whether each of these questions asks what `words` answer."""
        kept = Kept(_UNSAVED, words, ())
        wordings = [read_asked(wording, view) for wording in words.wordings]
        asked = (read_asked(question, view) for question in questions)
        return [any(_alike(a, w, words) and self._matched(kept, a, w) for w in wordings) for a in asked]

    def _matched(self, kept: Kept, asked: Asked, wording: Asked) -> Match | None:
        meaning = 1.0 if asked.text == wording.text else float(self._vector(asked.text) @ self._vector(wording.text))
        return Match(kept, wording.text, shared(asked, wording), meaning) if meaning >= MEANING else None

    def _vector(self, text: str) -> Vectors:
        if text not in self._vectors:
            if len(self._vectors) > _MOST_VECTORS:
                self._vectors.clear()
            self._vectors[text] = self._base.embedder.query(text)
        return self._vectors[text]

    def _current(self, view: View) -> _Rows:
        """What is in force now. While one thread looks anew, the others use what there was before."""
        now, rows = self._in_force.current(), self._rows
        if rows is not None and rows.in_force is now and rows.key == view.release.key:
            return rows
        if not self._filling.acquire(blocking=rows is None):
            return rows or _Rows(view.release.key, now)
        try:
            if self._rows is None or self._rows.in_force is not now or self._rows.key != view.release.key:
                self._rows = self._read(now, view)
            return self._rows
        finally:
            self._filling.release()

    def _read(self, now: Sequence[Curated], view: View) -> _Rows:
        kept = [Kept(c, c.approved, standings(c.approved, view)) for c in now if c.approved]
        wordings = [(k, read_asked(wording, view)) for k in kept for wording in k.words.wordings]
        index: defaultdict[str, list[int]] = defaultdict(list)
        for i, (_, asked) in enumerate(wordings):
            for word in asked.weights:
                index[word].append(i)
        return _Rows(view.release.key, now, kept, wordings, index)


_MOST_VECTORS = 5000
_UNSAVED = Curated(0, 0, "", Words("", ""), "", datetime.min.replace(tzinfo=UTC))


def _near(rows: _Rows, asked: Asked) -> list[tuple[Kept, Asked]]:
    """Wordings that share enough words, and differ in nothing that decides."""
    held: defaultdict[int, float] = defaultdict(float)
    for word, weight in asked.weights.items():
        for i in rows.index.get(word, ()):
            held[i] += weight
    # A word that stands in the other question without weight there is missing from the index: `shared` looks again.
    enough = [i for i, weight in held.items() if weight >= _FEWEST * asked.weight]
    return [rows.wordings[i] for i in enough if _alike(asked, rows.wordings[i][1], rows.wordings[i][0].words)]


_FEWEST = 0.6


def _alike(asked: Asked, wording: Asked, words: Words) -> bool:
    """Whether the two ask the same, as far as words tell. The province of an answer need not be named by the question."""
    a, b = (without_place(one, words.province) if words.province else one for one in (asked, wording))
    return not differ(a, b) and shared(a, b) >= WORDS
