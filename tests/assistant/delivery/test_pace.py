"""How fast a channel may send: counted on a clock of our own."""

from __future__ import annotations

import asyncio

from assistant.delivery.pace import Bucket, Pace


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_then_one_each_second_in_the_order_of_asking() -> None:
    clock = Clock()
    bucket = Bucket(1.0, 3, clock)
    assert [bucket.take() for _ in range(5)] == [0, 0, 0, 1, 2]
    assert not bucket.ready
    clock.now += 10
    assert bucket.ready
    assert bucket.rested
    assert [bucket.take() for _ in range(4)] == [0, 0, 0, 1]


def test_silence_that_the_platform_asked_for() -> None:
    clock = Clock()
    bucket = Bucket(1.0, 3, clock)
    bucket.hold(7)
    assert bucket.take() == 7
    clock.now += 20
    assert bucket.take() == 0


def test_any_minute_has_no_more_turns_than_allowed() -> None:
    clock = Clock()
    bucket = Bucket(3.0, 3, clock)
    times = []
    for _ in range(60):
        times.append(clock.now + bucket.take())
        clock.now += 0.5
    assert max(sum(start <= at < start + 60 for at in times) for start in times) <= 20 + 3


async def test_what_is_unimportant_gives_way() -> None:
    pace = Pace(per_second=2, chat_every=0.001)
    assert pace.spare()
    await asyncio.gather(*(pace.turn(f"chat-{n}") for n in range(2)))
    assert not pace.spare()
