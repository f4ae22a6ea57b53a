"""One address that sends all it can is refused in time; the next one still gets its answer."""

from __future__ import annotations

import asyncio
import threading

import pytest

from assistant.channels.answer_desk import AnswerDesk
from assistant.channels.problems import Busy
from assistant.models import Question
from tests.support.fake_assistant import FakeAssistant


@pytest.fixture
def assistant() -> FakeAssistant:
    made = FakeAssistant()
    made.gate = threading.Event()
    return made


async def test_the_last_quarter_of_the_places_is_for_others(assistant: FakeAssistant) -> None:
    desk = AnswerDesk(assistant, threads=2, queue=14)
    greedy = [asyncio.create_task(desk.answer(Question("câu"), "192.0.2.1")) for _ in range(16)]
    while desk.places_left > 4:
        await asyncio.sleep(0.001)
    await asyncio.sleep(0.01)
    assert desk.places_left == 4
    others = [asyncio.create_task(desk.answer(Question("câu"), f"198.51.100.{n}")) for n in range(4)]
    while desk.places_left:
        await asyncio.sleep(0.001)
    with pytest.raises(Busy):
        desk.refuse_when_full("198.51.100.9")
    assert assistant.gate is not None
    assistant.gate.set()
    assert all(await asyncio.gather(*others))
    ends = await asyncio.gather(*greedy, return_exceptions=True)
    assert sum(isinstance(end, Busy) for end in ends) == 4
    assert desk.places_left == 16
    await desk.answer(Question("câu"), "192.0.2.1")


async def test_who_is_alone_may_take_all_of_a_small_desk(assistant: FakeAssistant) -> None:
    desk = AnswerDesk(assistant, threads=1, queue=2)
    tasks = [asyncio.create_task(desk.answer(Question("câu"), "192.0.2.1")) for _ in range(3)]
    while desk.places_left:
        await asyncio.sleep(0.001)
    assert assistant.gate is not None
    assistant.gate.set()
    assert len(await asyncio.gather(*tasks)) == 3
