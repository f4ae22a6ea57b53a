"""Asking back, once, when it is open which document is meant."""

from __future__ import annotations

import pytest

from assistant.models import Status
from tests.assistant.conftest import Asking


@pytest.mark.parametrize("text", ["ai ký?", "ai ky", "văn bản đó còn hiệu lực không?", "142 còn hiệu lực không?", "ban hành ngày nào vậy"])
def test_a_question_back_with_choices_to_tap(ask: Asking, text: str) -> None:
    answer = ask(text)
    assert answer.status is Status.CLARIFICATION_WHICH_DOCUMENT
    assert 2 <= len(answer.suggestions) <= 4
    assert all(line.startswith("- ") for line in answer.text.splitlines()[1:])


@pytest.mark.parametrize(
    "text",
    [
        "ai ký báo cáo",
        "Quyết định 142 còn hiệu lực không?",
        "chiến lược hiện hành là văn bản nào",
        "Nghị định 142 khác Quyết định 142 thế nào?",
    ],
)
def test_nothing_to_ask_back(ask: Asking, text: str) -> None:
    assert ask(text).status.family == "answered"


@pytest.mark.parametrize("reply", ["Quyết định 127", "cái 127/QĐ-TTg", "ai ký (Quyết định 127/QĐ-TTg)"])
def test_naming_the_document_answers_the_open_question(ask: Asking, reply: str) -> None:
    ask("ai ký?", "cuộc")
    answer = ask(reply, "cuộc")
    assert answer.status is Status.ANSWERED
    assert "Vũ Đức Đam" in answer.text


def test_every_choice_is_answered(ask: Asking) -> None:
    for number, choice in enumerate(ask("142 còn hiệu lực không?").suggestions):
        assert ask(choice, f"cuộc {number}").status is Status.ANSWERED


def test_never_twice_in_a_row(ask: Asking) -> None:
    assert ask("ai ký?", "cuộc").status is Status.CLARIFICATION_WHICH_DOCUMENT
    assert ask("ai ký?", "cuộc").status is not Status.CLARIFICATION_WHICH_DOCUMENT
