"""The circuit breaker on a clock of the test's own."""

from __future__ import annotations

import threading

from assistant.generation.breaker import Breaker


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def opened(clock: Clock) -> Breaker:
    breaker = Breaker(failures=3, rest=30, longest=100, clock=clock)
    for _ in range(3):
        assert breaker.admits()
        breaker.failed()
    return breaker


def test_it_opens_after_failures_in_a_row_only() -> None:
    breaker = Breaker(failures=3, clock=Clock())
    for _ in range(5):
        breaker.failed()
        breaker.failed()
        breaker.succeeded()
    assert breaker.state == "closed"
    for _ in range(3):
        breaker.failed()
    assert breaker.state == "open"
    assert not breaker.admits()


def test_after_its_rest_one_caller_tries_and_a_success_closes_it() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 29
    assert not breaker.admits()
    clock.now = 30
    assert breaker.admits()
    assert breaker.state == "probing"
    assert not breaker.admits()
    breaker.succeeded()
    assert breaker.state == "closed"
    assert breaker.admits()


def test_a_failed_try_doubles_the_rest_up_to_the_longest() -> None:
    clock = Clock()
    breaker = opened(clock)
    rests = []
    for _ in range(4):
        since = clock.now
        while not breaker.admits():
            clock.now += 1
        rests.append(clock.now - since)
        breaker.failed()
    assert rests == [30, 60, 100, 100]


def test_a_try_that_was_given_up_may_be_repeated_at_once() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 30
    assert breaker.admits()
    breaker.abandoned()
    assert breaker.admits()


def test_of_many_threads_one_tries() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.now = 30
    admitted: list[bool] = []
    barrier = threading.Barrier(16)

    def ask() -> None:
        barrier.wait()
        admitted.append(breaker.admits())

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(admitted) == [False] * 15 + [True]
