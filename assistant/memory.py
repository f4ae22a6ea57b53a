"""Answers given lately, for those who ask the same: people ask the same things, most of all on the day of an announcement.

An answer is remembered with everything it came from: the release, the settings and sentences in force, the answers of the
office. When one of those changes, everything is forgotten. The day is part of the question. Nothing is remembered of a
question that leans on an earlier one or holds personal data, nor of one that failed. Lives in the process's memory only.
"""

from __future__ import annotations

import threading
import unicodedata
from collections import OrderedDict
from dataclasses import replace
from hashlib import sha256

from assistant.models import Question
from assistant.pipeline import Outcome, Turn

_PASSAGES_KEPT = 8
_NOBODY = Question("")
Remembered = tuple[Outcome, Turn]


class Memory:
    """The newest `places` answers. Safe from many threads."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._lock = threading.Lock()
        self._basis: tuple[object, ...] = ()
        self._kept: OrderedDict[str, Remembered] = OrderedDict()

    def recall(self, turn: Turn, basis: tuple[object, ...]) -> Remembered | None:
        """How the same question ended, and its turn as if it had been this one; None when that is not known."""
        if not self._fit(turn):
            return None
        key = _key(turn.question, turn)
        with self._lock:
            self._stand_on(basis)
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
        outcome, kept = found
        return outcome, replace(kept, question=turn.question, timings_ms={})

    def keep(self, question: Question, outcome: Outcome, turn: Turn, basis: tuple[object, ...]) -> None:
        """Remember how the question ended, without who asked it."""
        if not self._fit(turn) or turn.hidden or (turn.writing and not turn.writing.composed):
            return
        lean = replace(turn, question=_NOBODY, candidates=[], passages=turn.passages[:_PASSAGES_KEPT], found=None, terms=None)
        with self._lock:
            self._stand_on(basis)
            self._kept[_key(question, turn)] = outcome, lean
            if len(self._kept) > self._places:
                self._kept.popitem(last=False)

    def _fit(self, turn: Turn) -> bool:
        return self._places > 0 and turn.previous is None and turn.closing is None

    def _stand_on(self, basis: tuple[object, ...]) -> None:
        """Forget what came from something else. The basis is held, so that no new thing is taken for an old one."""
        if len(basis) != len(self._basis) or any(a is not b for a, b in zip(basis, self._basis, strict=True)):
            self._kept.clear()
            self._basis = basis


def _key(question: Question, turn: Turn) -> str:
    """Spaces and ways to write the same letters do not count; everything else may."""
    text = " ".join(unicodedata.normalize("NFC", question.text).split())
    return sha256(f"{turn.as_of}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()
