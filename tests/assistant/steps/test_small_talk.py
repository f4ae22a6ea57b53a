"""Small talk ends the turn only when there is nothing else in it."""

from __future__ import annotations

import pytest

from assistant.models import Status
from assistant.steps.small_talk import small_talk
from tests.assistant.conftest import Turning


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Xin chào!", Status.ANSWERED_GREETING),
        ("chao ban", Status.ANSWERED_GREETING),
        ("Dạ em chào anh chị ạ", Status.ANSWERED_GREETING),
        ("hello bot", Status.ANSWERED_GREETING),
        ("Cảm ơn bạn nhiều nhé 🙏", Status.ANSWERED_THANKS),
        ("ok cam on ad", Status.ANSWERED_THANKS),
        ("Bạn là ai?", Status.ANSWERED_ABOUT_ASSISTANT),
        ("bot hay nguoi vay", Status.ANSWERED_ABOUT_ASSISTANT),
        ("bạn làm được gì", Status.ANSWERED_ABOUT_ASSISTANT),
    ],
)
def test_small_talk_has_fixed_replies(turn: Turning, text: str, status: Status) -> None:
    talking = turn(text)
    talking.text = text
    small_talk(talking)
    assert talking.outcome is not None
    assert talking.outcome.status is status
    assert talking.outcome.suggestions


@pytest.mark.parametrize(
    "text",
    [
        "Chào bạn, ai ký báo cáo?",
        "cảm ơn, còn Luật AI thì sao",
        "Ai chủ trì?",
        "AI là gì",
        "ai la gi vay",
        "Chào mừng AI4VN 2025 ở đâu",
        "127",
        "ai ban hành",
    ],
)
def test_a_question_beside_it_goes_on(turn: Turning, text: str) -> None:
    talking = turn(text)
    talking.text = text
    small_talk(talking)
    assert talking.outcome is None


def test_the_assistant_says_that_it_is_a_machine(turn: Turning) -> None:
    for text in ("xin chào", "bạn là người hay máy"):
        talking = turn(text)
        talking.text = text
        small_talk(talking)
        assert talking.outcome is not None
        assert "tự động" in talking.outcome.text
