"""Storing many at a time: everybody is told when theirs is stored, and a failure reaches who caused it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from assistant.delivery.intake import GroupedIntake
from assistant.messages import Inbound
from tests.support.fake_channel import asked


async def test_what_comes_meanwhile_is_stored_together() -> None:
    groups: list[int] = []
    gate = asyncio.Event()

    async def store(events: Sequence[Inbound]) -> int:
        groups.append(len(events))
        await gate.wait()
        return len(events)

    intake = GroupedIntake(store)
    tasks = [asyncio.create_task(intake.take([asked("0")]))]
    await asyncio.sleep(0.01)
    tasks += [asyncio.create_task(intake.take([asked(f"{n}")])) for n in range(1, 6)]
    await asyncio.sleep(0.01)
    assert not any(task.done() for task in tasks)
    gate.set()
    assert await asyncio.gather(*tasks) == [1, 5, 5, 5, 5, 5]
    assert groups == [1, 5]
    assert await intake.take([asked("7")]) == 1


async def test_what_cannot_be_stored_is_not_acknowledged_and_the_next_is() -> None:
    async def store(events: Sequence[Inbound]) -> int:
        if events[0].text == "bad":
            raise OSError("disk full")
        return len(events)

    intake = GroupedIntake(store)
    with pytest.raises(OSError, match="disk full"):
        await intake.take([asked("bad")])
    assert await intake.take([asked("good")]) == 1


async def test_a_client_that_hangs_up_does_not_stop_the_others() -> None:
    gate = asyncio.Event()

    async def store(events: Sequence[Inbound]) -> int:
        await gate.wait()
        return len(events)

    intake = GroupedIntake(store)
    gone, stays = (asyncio.create_task(intake.take([asked(text)])) for text in ("a", "b"))
    await asyncio.sleep(0.01)
    gone.cancel()
    gate.set()
    assert await stays in (1, 2)
