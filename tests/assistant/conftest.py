"""A real assistant on the starter documents, with a question log of its own for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.models import Answer, Question
from assistant.pipeline import Turn
from assistant.records.log import QuestionLog
from assistant.service import Assistant
from assistant.settings import Settings
from assistant.steps import ANSWER_STEPS
from knowledge.base import KnowledgeBase

TODAY = date(2026, 11, 22)
Asking = Callable[..., Answer]
Turning = Callable[..., Turn]


def make_assistant_settings(data_dir: Path, **fields: object) -> Settings:
    """The assistant's settings, whatever the environment or a `.env` says."""
    return Settings(_env_file=None, data_dir=data_dir, **fields)  # type: ignore[arg-type]


def log_url(folder: Path) -> str:
    """A question log in this folder."""
    return f"sqlite:///{folder / 'assistant.sqlite3'}"


@pytest.fixture
def question_log(tmp_path: Path) -> Iterator[QuestionLog]:
    """An empty question log."""
    log = QuestionLog.open(log_url(tmp_path))
    yield log
    log.close()


@pytest.fixture
def assistant(tmp_path: Path, starter_base: KnowledgeBase, question_log: QuestionLog) -> Assistant:
    """The starter documents, shared; the question log is the test's own."""
    return Assistant(make_assistant_settings(tmp_path), starter_base, question_log)


@pytest.fixture
def ask(assistant: Assistant) -> Asking:
    """`ask("…", conversation=…, as_of=…)`: a question on a fixed day."""

    def asked(text: str, conversation: str | None = None, as_of: date = TODAY) -> Answer:
        return assistant.answer(Question(text, conversation, "test", as_of))

    return asked


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory, starter_base: KnowledgeBase) -> Iterator[Asking]:
    """`ask` for tests that only look at the answer: one log for the whole run."""
    folder = tmp_path_factory.mktemp("settled")
    log = QuestionLog.open(log_url(folder))
    shared = Assistant(make_assistant_settings(folder), starter_base, log)

    def asked(text: str, conversation: str | None = None, as_of: date = TODAY) -> Answer:
        return shared.answer(Question(text, conversation, "test", as_of))

    yield asked
    log.close()


@pytest.fixture
def turn(tmp_path: Path, starter_base: KnowledgeBase) -> Turning:
    """`turn("…", previous=…, as_of=…, **settings)`: a turn on the starter documents that no step has seen."""

    def made(text: str, *, as_of: date = TODAY, previous: object = None, base: KnowledgeBase | None = None, **settings: object) -> Turn:
        at = base or starter_base
        return Turn(Question(text), as_of, at, at.view(), make_assistant_settings(tmp_path, **settings), previous=previous)  # type: ignore[arg-type]

    return made


@pytest.fixture
def turn_before(turn: Turning) -> Turning:
    """`turn_before("judge", "…")`: a turn that has been through every step before the one named."""

    def made(step: str, text: str, **more: object) -> Turn:
        begun = turn(text, **more)
        names = [s.__name__ for s in ANSWER_STEPS]
        for earlier in ANSWER_STEPS[: names.index(step)]:
            earlier(begun)
            assert begun.outcome is None, f"{earlier.__name__} has ended the turn: {begun.outcome}"
        return begun

    return made
