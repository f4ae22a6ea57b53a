"""Repeated questions: the same answer without the work, as long as nothing it came from has changed; each is logged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from assistant.curated.shelf import Shelf
from assistant.memory import Memory
from assistant.models import Answer, Question
from assistant.records import tables as t
from assistant.service import Assistant
from knowledge.base import KnowledgeBase
from tests.assistant.conftest import TODAY, make_assistant_settings
from tests.support.papers import FERTILISER, STRATEGY, take_in, write

ASKED = Question("Bộ nào chủ trì chiến lược trí tuệ nhân tạo?", channel="web", as_of=date(2022, 5, 1))


@pytest.fixture
def small(tmp_path: Path, question_log) -> Assistant:  # type: ignore[no-untyped-def]
    """An assistant on one document."""
    settings = make_assistant_settings(tmp_path / "data")
    base = KnowledgeBase(settings)
    take_in(base, write(tmp_path / "in", chien_luoc=STRATEGY))
    yield Assistant(settings, base, question_log)
    base.close()


def recalled(answer: Answer) -> bool:
    return "recall" in answer.timings_ms


def same(one: Answer, other: Answer) -> bool:
    own = {"answer_id": "", "timings_ms": {}, "conversation_id": None}
    return replace(one, **own) == replace(other, **own)


def test_the_second_who_asks_gets_the_same_answer_at_once(small: Assistant) -> None:
    first = small.answer(ASKED)
    assert first.status == "answered"
    assert not recalled(first)
    for text, conversation in ((ASKED.text, "c8"), (f"  {ASKED.text.replace(' ', '  ')} ", "c9")):
        again = small.answer(replace(ASKED, text=text, conversation_id=conversation))
        assert recalled(again)
        assert same(first, again)
        assert again.answer_id != first.answer_id
        assert again.conversation_id == conversation


@pytest.mark.parametrize("other", [{"as_of": TODAY}, {"text": "Bộ nào chủ trì chiến lược trí tuệ nhân tạo"}], ids=["day", "text"])
def test_another_day_or_text_is_another_question(small: Assistant, other: dict[str, object]) -> None:
    small.answer(ASKED)
    assert not recalled(small.answer(replace(ASKED, **other)))


def test_each_time_is_logged_with_its_passages(small: Assistant) -> None:
    first, second = small.answer(ASKED), small.answer(replace(ASKED, conversation_id="c2"))
    with small._log.engine.connect() as db:
        rows = {row["answer_id"]: row for row in db.execute(select(t.turns)).mappings()}
    one, two = rows[first.answer_id], rows[second.answer_id]
    for name in ("question", "understood_as", "status", "text", "sources", "passages", "release"):
        assert one[name] == two[name], name
    assert two["passages"]
    assert two["conversation_id"] == "c2"


def test_of_a_question_that_is_not_kept_the_log_gets_no_word_though_it_was_remembered(small: Assistant) -> None:
    small.answer(ASKED)
    answer = small.answer(replace(ASKED, keep=False))
    assert recalled(answer)
    assert answer.text
    with small._log.engine.connect() as db:
        row = db.execute(select(t.turns).where(t.turns.c.answer_id == answer.answer_id)).mappings().one()
    assert (row["question"], row["text"], row["passages"], row["sources"]) == ("", "", [], [])


def test_a_new_release_or_a_rollback_forgets_everything(small: Assistant, tmp_path: Path) -> None:
    small.answer(ASKED)
    take_in(small.base, write(tmp_path / "in", phan_bon=FERTILISER))
    after = small.answer(ASKED)
    assert not recalled(after)
    assert after.release == 2
    small.base.catalogue.releases.roll_back(1)
    assert small.answer(ASKED).release == 1


def test_what_staff_change_forgets_everything(small: Assistant) -> None:
    small.answer(ASKED)
    assert recalled(small.answer(ASKED))
    small.in_force._seen = {"contact_name": object()}  # type: ignore[dict-item]  # as after a look that found a change
    assert not recalled(small.answer(ASKED))


def test_an_answer_of_the_office_is_in_force_at_once_though_another_was_remembered(small: Assistant) -> None:
    shelf = Shelf(small._log.engine, small.base)
    small._shelf = shelf
    small.answer(ASKED)
    assert recalled(small.answer(ASKED))
    shelf._rows = None  # as after an approval
    assert not recalled(small.answer(ASKED))


def test_a_question_within_a_conversation_is_answered_with_what_came_before(small: Assistant) -> None:
    question = replace(ASKED, text="ban hành ngày nào?")
    small.answer(question)
    small.answer(replace(ASKED, conversation_id="c1"))
    within = small.answer(replace(question, conversation_id="c1"))
    assert not recalled(within)
    assert "26/01/2021" in within.text or "26/1/2021" in within.text


def test_personal_data_are_not_remembered(small: Assistant) -> None:
    question = replace(ASKED, text=f"{ASKED.text} Số của tôi là 0912 345 678.")
    assert not recalled(small.answer(question))
    assert not recalled(small.answer(question))


def test_the_oldest_give_way_and_none_means_none(small: Assistant) -> None:
    small._memory = Memory(2)
    days = [replace(ASKED, as_of=date(2022, 5, 1) + timedelta(n)) for n in range(3)]
    for question in days:
        small.answer(question)
    assert [recalled(small.answer(q)) for q in reversed(days)] == [True, True, False]
    small._memory = Memory(0)
    small.answer(ASKED)
    assert not recalled(small.answer(ASKED))
