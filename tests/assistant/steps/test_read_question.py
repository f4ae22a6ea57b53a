"""Cleaning, and what cannot be read as a question."""

from __future__ import annotations

import unicodedata

import pytest

from assistant.models import Status
from assistant.steps.read_question import read_question
from tests.assistant.conftest import Turning


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  Ai  ký\tbáo cáo?\n", "Ai ký báo cáo?"),
        ("ai\u200b ký\u00adbáo", "ai kýbáo"),
        (unicodedata.normalize("NFD", "Quyết định"), "Quyết định"),
        ("một\r\nhai\rba", "một hai ba"),
        ("a\x00b", "a b"),
    ],
)
def test_the_text_is_cleaned_and_the_turn_goes_on(turn: Turning, raw: str, text: str) -> None:
    reading = turn(raw)
    read_question(reading)
    assert reading.outcome is None
    assert reading.text == reading.understood_as == text


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        ("", Status.BLOCKED_EMPTY),
        (" \n\t", Status.BLOCKED_EMPTY),
        ("?", Status.BLOCKED_UNREADABLE),
        ("👍", Status.BLOCKED_UNREADABLE),
        ("ch\ufffdo", Status.BLOCKED_UNREADABLE),
        ("chữ " * 20, Status.BLOCKED_TOO_LONG),
    ],
)
def test_what_cannot_be_read_ends_the_turn(turn: Turning, raw: str, status: Status) -> None:
    reading = turn(raw, longest_question=50)
    read_question(reading)
    assert reading.outcome is not None
    assert reading.outcome.status is status


def test_the_limit_is_told_and_counted_after_cleaning(turn: Turning) -> None:
    fits = turn("a" * 50 + " " * 500, longest_question=50)
    read_question(fits)
    assert fits.outcome is None
    too_long = turn("a" * 51, longest_question=50)
    read_question(too_long)
    assert too_long.outcome is not None
    assert "50" in too_long.outcome.text
