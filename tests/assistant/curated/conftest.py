"""A desk of curated answers beside the starter documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.curated.shelf import Shelf
from assistant.curated.standing import standings
from assistant.models import Answer, Question
from assistant.records.curated import approve, create, submit
from assistant.records.curated_words import Citation, Words
from assistant.records.log import QuestionLog
from assistant.records.writing import writing
from assistant.service import Assistant
from knowledge.base import KnowledgeBase
from tests.assistant.conftest import TODAY, make_assistant_settings

Approving = Callable[[Words], int]
DOCUMENT = "quyet-dinh-1671-qd-ttg"


def citation_of(base: KnowledgeBase, document_id: str = DOCUMENT, position: int = 0) -> Citation:
    """The words of a passage, copied."""
    chunk = base.catalogue.chunks_of(document_id, base.view().release.number)[position]
    return Citation(document_id, chunk.chunk_id, chunk.locator, chunk.text, chunk.digest)


@pytest.fixture
def words(starter_base: KnowledgeBase) -> Words:
    """Words on a matter that the documents are silent about."""
    return Words(
        "Đăng ký tập huấn AI của Sở ở phòng nào?",
        "Bạn đăng ký tại phòng 203, trong giờ hành chính.",
        variants=("Phòng nào nhận đăng ký tập huấn AI của Sở?",),
        citations=(citation_of(starter_base),),
    )


@pytest.fixture
def approving(question_log: QuestionLog, starter_base: KnowledgeBase) -> Approving:
    """`approving(words)`: written by one person, approved by another."""

    def approved(words: Words) -> int:
        view = starter_base.view()
        with writing(question_log.engine) as db:
            made = create(db, words, "lan")
            submit(db, made, 1, "lan")
            found = standings(words, view)
            approve(db, made, 2, "minh", [s.document.in_force(TODAY) if s.document else None for s in found])
        return made

    return approved


@pytest.fixture
def curated_assistant(tmp_path: Path, starter_base: KnowledgeBase, question_log: QuestionLog) -> Assistant:
    """An assistant that looks at the shelf first."""
    shelf = Shelf(question_log.engine, starter_base)
    return Assistant(make_assistant_settings(tmp_path, operator_name="Sở Khoa học và Công nghệ"), starter_base, question_log, shelf=shelf)


@pytest.fixture
def asking(curated_assistant: Assistant) -> Callable[..., Answer]:
    """`asking("…", conversation=…, as_of=…)`."""

    def asked(text: str, conversation: str | None = None, as_of: date = TODAY) -> Answer:
        return curated_assistant.answer(Question(text, conversation, "test", as_of))

    return asked


def with_words(words: Words, **changes: object) -> Words:
    """The words, some of them changed."""
    return replace(words, **changes)  # type: ignore[arg-type]
