"""A queue over a question log of the test's own, and turns to fill it with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from assistant.models import Answer, Status
from assistant.records.log import QuestionLog
from assistant.review.queue import ReviewQueue
from knowledge.base import KnowledgeBase

Logging = Callable[..., str]


@pytest.fixture
def queue(question_log: QuestionLog, starter_base: KnowledgeBase) -> ReviewQueue:
    """Reads this log; an answer is sure from 0.58 on."""
    return ReviewQueue(question_log.engine, starter_base, lambda: 0.5)


@pytest.fixture
def logged(question_log: QuestionLog) -> Logging:
    """`logged("…", status=…, evidence=…, release=…)`: a turn; its answer id."""
    made = iter(range(1_000_000))

    def write(text: str, status: Status = Status.UNANSWERABLE_NO_MATCH, evidence: float | None = None, release: int = 1) -> str:
        answer_id = f"turn-{next(made)}"
        answer = Answer(answer_id, status, "trả lời", date(2026, 11, 22), release)
        question_log.write(answer, channel="web", question=text, understood_as=text, passages=[], error=None, evidence=evidence)
        return answer_id

    return write
