"""The assistant under measurement: the real one, with a question log of its own that is thrown away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.curated.shelf import Shelf
from assistant.evaluation.measure import RANKED, Observed
from assistant.models import Answer, Question
from assistant.pipeline import Turn
from assistant.records.log import QuestionLog
from assistant.service import Assistant
from assistant.settings import Settings
from knowledge.base import KnowledgeBase


@contextmanager
def observed_assistant(settings: Settings, base: KnowledgeBase, shelf: Shelf | None = None) -> Iterator[Callable[[Question], Observed]]:
    """Answers from `base`, and from the office's own answers if a `shelf` is given; people's own question log stays free of the cases."""
    with TemporaryDirectory() as folder:
        log = QuestionLog.open(f"sqlite:///{Path(folder) / 'assistant.sqlite3'}")
        assistant = Assistant(settings, base, log, shelf=shelf)
        try:
            yield lambda question: _observed(*assistant.answer_and_turn(question))
        finally:
            log.close()


def _observed(answer: Answer, turn: Turn | None) -> Observed:
    if turn is None:
        return Observed(answer)
    documents = [s.document_id for s in answer.sources] + [p.document.document_id for p in turn.passages]
    ranked = tuple(dict.fromkeys(documents))[:RANKED]
    return Observed(answer, turn.evidence or None, ranked)
