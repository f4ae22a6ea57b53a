"""Questions that wait are told once: answered by staff, or by a release; on the web the page shows them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from assistant.announcer import tell_answered
from assistant.models import Answer, Question, Status
from assistant.records import tables
from assistant.records.wants import OPEN, READY, TOLD, Asked, beginning
from tests.assistant.news.conftest import LAW, World
from tests.support.fake_assistant import COMING, CURRENT, plain

ASKED = Asked("Kiên Giang dự toán bao nhiêu?")
STAFF = Answer("staff", Status.ANSWERED, "Một tỷ đồng [1].", date(2026, 11, 25), 8, (CURRENT,), notice="Cán bộ trả lời.")


def nothing(question: Question) -> Answer:
    return plain(question, Status.UNANSWERABLE_NO_MATCH, "Chưa có.")


@pytest.fixture
def waiting(world: World) -> World:
    """An asked in vain and waits; nobody can answer yet."""
    world.subscribe("an")
    world.assistant.rules["Kiên"] = nothing
    world.write(world.records.wants.add(world.channel.name, "an", "a1", ASKED))
    return world


def state(world: World, chat: str = "an", channel: str = "fake") -> str:
    return world.records.wants.of(channel, chat)[0].state


def work(world: World) -> None:
    """As the loop does: one round, then the questions."""
    announcer = world.announcer()
    announcer.round()
    for want in announcer.to_ask_again():
        announcer.ask_again(want)
    announcer.round()


def test_staff_answers_and_the_person_is_told_once_with_the_source(waiting: World) -> None:
    assert tell_answered(waiting.records.wants, ["a1"], STAFF) == 1
    for _ in range(3):
        work(waiting)
    ((chat, text),) = waiting.told()
    assert chat == "an"
    for fact in ("“Kiên Giang dự toán bao nhiêu?”", "Một tỷ đồng", "[1] Quyết định 1671/QĐ-TTg", "Cán bộ trả lời."):
        assert fact in text
    assert state(waiting) == TOLD
    assert tell_answered(waiting.records.wants, ["a1"], STAFF) == 0


def test_what_was_told_is_a_turn_that_can_be_rated_and_erased(waiting: World) -> None:
    tell_answered(waiting.records.wants, ["a1"], STAFF)
    work(waiting)
    with waiting.records.engine.connect() as db:
        (turn,) = db.execute(select(tables.turns)).all()
    assert (turn.question, turn.text, turn.conversation_id) == (ASKED.question, STAFF.text, "fake:an:1")


def test_a_release_that_answers_it_is_told_once(waiting: World) -> None:
    work(waiting)
    assert (state(waiting), waiting.told()) == (OPEN, [])
    asked = len(waiting.assistant.asked)
    work(waiting)
    assert len(waiting.assistant.asked) == asked, "asked once of a release"
    del waiting.assistant.rules["Kiên"]
    waiting.shelf.put(LAW)
    for _ in range(3):
        work(waiting)
    assert len(waiting.told()) == 1
    assert not waiting.assistant.asked[-1].logged
    assert state(waiting) == TOLD


def test_after_a_bad_answer_the_same_sources_are_no_news(world: World) -> None:
    world.subscribe("an")
    seen = Asked("mục tiêu?", seen=tuple(beginning(source.quote) for source in (CURRENT, COMING)))
    world.write(world.records.wants.add("fake", "an", "a1", seen))
    world.assistant.rules["mục"] = lambda question: replace(STAFF, sources=(CURRENT,))
    work(world)
    assert state(world) == OPEN
    world.assistant.rules["mục"] = lambda question: replace(STAFF, sources=(replace(CURRENT, quote="Điều mới."),))
    world.shelf.put(LAW)
    work(world)
    assert [chat for chat, _ in world.told()] == ["an"]


def test_nobody_is_woken_for_an_answer(waiting: World) -> None:
    waiting.now = waiting.now.replace(hour=15)  # 22:00 in Ho Chi Minh City
    tell_answered(waiting.records.wants, ["a1"], STAFF)
    work(waiting)
    assert (state(waiting), waiting.told()) == (READY, [])
    waiting.now += timedelta(hours=10)
    work(waiting)
    assert len(waiting.told()) == 1


def test_outside_the_window_the_answer_waits_for_the_person(waiting: World) -> None:
    waiting.channel.reply_window = timedelta(hours=48)
    waiting.now += timedelta(days=3)
    tell_answered(waiting.records.wants, ["a1"], STAFF)
    work(waiting)
    assert (state(waiting), waiting.told()) == (READY, [])
    waiting.seen("an", waiting.now)
    work(waiting)
    assert len(waiting.told()) == 1


def test_an_answer_for_the_web_waits_for_its_page(world: World) -> None:
    wants = world.records.wants
    chat = world.records.seal.pseudonym("web", "conversation-1")
    wants.write(wants.add("web", chat, "a1", ASKED))
    work(world)
    assert state(world, chat, "web") == READY
    assert world.told() == []
    (want,) = wants.of("web", chat)
    assert want.answer
    assert want.answer.sources
    assert wants.shown("web", chat, "a1")


def test_a_paused_service_tells_nothing(waiting: World) -> None:
    tell_answered(waiting.records.wants, ["a1"], STAFF)
    announcer = waiting.announcer(paused=lambda: True)
    announcer.round()
    assert announcer.to_ask_again() == []
    assert waiting.told() == []
