"""A file is read once it has rested; on a clock of the test's own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.settling import Settling


class Clock:
    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settling(clock: Clock) -> Settling:
    return Settling(2.0, clock)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "a.md"
    path.write_text("Một")
    return path


def test_nothing_changed_is_nothing_to_do(settling: Settling) -> None:
    assert not settling.is_due()


def test_a_change_is_due_when_it_has_rested(settling: Settling, clock: Clock, paper: Path) -> None:
    settling.note([str(paper)])
    assert not settling.is_due()
    clock.time += 1.9
    assert not settling.is_due()
    clock.time += 0.2
    assert settling.is_due()
    assert settling.take() == frozenset()
    assert not settling.is_due()


def test_a_file_that_grows_is_waited_for_though_nobody_tells(settling: Settling, clock: Clock, paper: Path) -> None:
    settling.note([str(paper)])
    for _ in range(10):
        clock.time += 1.5
        with paper.open("a") as stream:
            stream.write("thêm")
        assert not settling.is_due()
    clock.time += 2.1
    assert settling.is_due()


def test_a_file_that_is_gone_must_rest_too(settling: Settling, clock: Clock, paper: Path) -> None:
    """Editors take a file away and put it back."""
    paper.unlink()
    settling.note([str(paper)])
    clock.time += 1.0
    assert not settling.is_due()
    paper.write_text("Hai")
    clock.time += 1.5
    assert not settling.is_due()
    clock.time += 2.1
    assert settling.is_due()


def test_many_files_are_one_run(settling: Settling, clock: Clock, tmp_path: Path) -> None:
    for number in range(20):
        path = tmp_path / f"{number}.md"
        path.write_text("x")
        settling.note([str(path)])
        clock.time += 0.5
        assert not settling.is_due()
    clock.time += 2.1
    assert settling.is_due()


def test_one_that_never_rests_is_left_out_after_a_minute(settling: Settling, clock: Clock, paper: Path, tmp_path: Path) -> None:
    noisy = tmp_path / "noisy.txt"
    settling.note([str(paper), str(noisy)])
    for second in range(62):
        assert not settling.is_due() or second > 60
        clock.time += 1.0
        noisy.write_text("x" * second)
    assert settling.is_due()
    assert settling.take() == {str(noisy)}
    assert not settling.is_due()
    clock.time += 2.1
    assert settling.is_due()
    assert settling.take() == frozenset()


def test_something_may_be_put_off(settling: Settling, clock: Clock, paper: Path) -> None:
    settling.note([str(paper)], after=60)
    clock.time += 59
    assert not settling.is_due()
    clock.time += 2
    assert settling.is_due()


def test_files_written_just_now_are_waited_for_and_old_ones_are_not(settling: Settling, clock: Clock, tmp_path: Path) -> None:
    fresh, old, ahead = (tmp_path / f"{name}.md" for name in ("fresh", "old", "ahead"))
    for path in (fresh, old, ahead):
        path.write_text("x")
    os.utime(old, (1, 1))
    os.utime(ahead, (2**33, 2**33))  # written by a machine whose clock runs ahead
    many = Settling(600.0, clock)  # so long that a slow machine is in time
    many.note_fresh([fresh, old, ahead])
    assert many.take() == {str(fresh)}
