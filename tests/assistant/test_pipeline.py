"""The runner: in order, until a step finishes, with the milliseconds of each; the turn knows how it ended."""

from __future__ import annotations

import pytest

from assistant.models import Status
from assistant.pipeline import Turn, run_pipeline
from assistant.steps import ANSWER_STEPS
from tests.assistant.conftest import Turning


def test_steps_run_in_order_until_one_finishes(turn: Turning) -> None:
    ran: list[str] = []

    def first(turn: Turn) -> None:
        ran.append("first")

    def second(turn: Turn) -> None:
        ran.append("second")
        turn.finish(Status.ANSWERED, "xong", suggestions=("câu khác?",))

    def third(turn: Turn) -> None:
        ran.append("third")

    running = turn("x")
    outcome = run_pipeline((first, second, third), running)
    assert ran == ["first", "second"]
    assert (outcome.status, outcome.text, outcome.suggestions) == (Status.ANSWERED, "xong", ("câu khác?",))
    assert list(running.timings_ms) == ["first", "second"]
    assert all(ms >= 0 for ms in running.timings_ms.values())


def test_a_list_that_finishes_nothing_is_an_error(turn: Turning) -> None:
    with pytest.raises(RuntimeError, match="no step finished"):
        run_pipeline((), turn("x"))


def test_the_steps_are_named_as_their_files() -> None:
    assert [step.__module__.rsplit(".", 1)[1] for step in ANSWER_STEPS] == [step.__name__ for step in ANSWER_STEPS]
    assert all(step.__module__.startswith("assistant.steps.") for step in ANSWER_STEPS)
