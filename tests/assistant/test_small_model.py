"""Fifty questions with a real, rambling language model: no sentence reaches the reader that its source does not bear out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select

from assistant.evaluation.cases import Case, read_cases
from assistant.generation.model import LanguageModel
from assistant.models import Question
from assistant.records import tables as t
from assistant.records.log import QuestionLog
from assistant.replies import part
from assistant.service import Assistant
from knowledge.base import KnowledgeBase
from tests.assistant.conftest import log_url, make_assistant_settings
from tests.support.shown import told, unsupported
from tests.support.small_model import small_model

pytestmark = [pytest.mark.llm, pytest.mark.timeout(7200)]
GOLDEN = Path(__file__).parents[1] / "golden"
QUESTIONS = 50
# The test must be fair to the model on a slow machine: short passages, little to write, and much time for it.
PATIENT = {"llm_deadline_seconds": 240.0, "llm_max_tokens": 140, "llm_passage_characters": 700}
# Outcomes in which the model never got as far as a sentence that could be judged.
UNHEARD = {"timeout", "server_error", "unreachable", "breaker_open", "rate_limited"}


@pytest.fixture(scope="module")
def model_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("xllamacpp", reason="pip install '.[llm-test]'")
    with small_model(tmp_path_factory.mktemp("model")) as url:
        yield url


def cases() -> list[Case]:
    """Single questions that documents answer."""
    kinds = ("list", "definition", "howto", "event", "fact", "lookup")
    return [c for c in read_cases(GOLDEN) if c.kind in kinds and c.asks_documents and not c.conversation and not c.same_as]


def test_no_unsupported_sentence_of_a_rambling_model_reaches_the_reader(
    model_url: str, tmp_path: Path, starter_base: KnowledgeBase
) -> None:
    settings = make_assistant_settings(tmp_path, llm_model="openai:gemma3-270m", llm_base_url=model_url, **PATIENT)
    log = QuestionLog.open(log_url(tmp_path))
    assistant = Assistant(settings, starter_base, log, LanguageModel.open(settings))
    composed, sentences, wrong, heard = 0, 0, [], 0
    for case in _spread(cases()):
        answer = assistant.answer(Question(case.question, None, "test", case.as_of))
        note = _notes(tmp_path)[-1]
        heard += note is not None
        print(f"{heard:2} {case.case_id}: {note['outcome'] if note else 'no model needed'}", flush=True)
        if answer.notice == part("notice_composed"):
            composed += 1
            sentences += len(told(answer))
            wrong += unsupported(answer)
        if heard == QUESTIONS:
            break
    log.close()
    notes = [note for note in _notes(tmp_path) if note]
    outcomes = Counter(note["outcome"] for note in notes)
    cut = Counter(c["reason"] for note in notes for c in note.get("cut", ()))
    print(f"\n{len(notes)} questions to the model: {dict(outcomes)}; composed {composed}, {sentences} sentences shown; cut: {dict(cut)}")
    assert len(notes) >= QUESTIONS
    assert sum(outcomes[name] for name in UNHEARD) <= QUESTIONS // 2, "the model was too slow to be judged"
    assert wrong == []


def _spread(found: list[Case]) -> list[Case]:
    """All, but so that the first ones are spread evenly: every third, then the rest."""
    return [case for start in range(3) for case in found[start::3]]


def _notes(folder: Path) -> list[dict[str, object] | None]:
    engine = create_engine(log_url(folder))
    with engine.connect() as db:
        found = list(db.execute(select(t.turns.c.generation).order_by(t.turns.c.asked_at)).scalars())
    engine.dispose()
    return found
