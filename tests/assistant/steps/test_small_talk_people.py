"""The wish to talk to a person, and abuse: a kind word, and nothing looked up."""

from __future__ import annotations

import pytest

from assistant.models import Status
from tests.assistant.conftest import Asking


@pytest.mark.parametrize(
    "text", ["Tôi muốn gặp cán bộ", "cho toi noi chuyen voi nguoi that", "xin số tổng đài với", "Tôi khiếu nại trợ lý trả lời sai, gặp ai?"]
)
def test_a_person_is_wanted(settled: Asking, text: str) -> None:
    assert settled(text).status is Status.ANSWERED_CONTACT


@pytest.mark.parametrize("text", ["đồ ngu", "bot ngu vãi", "do khon nan"])
def test_abuse_gets_a_kind_word(settled: Asking, text: str) -> None:
    assert settled(text).status is Status.BLOCKED_ABUSE


@pytest.mark.parametrize(
    "text",
    [
        "Các mục tiêu lớn của chiến lược",
        "Kể hết các mục tiêu",
        "Cán bộ được dùng AI không?",
        "Những quan điểm lớn của chiến lược AI hiện nay?",
    ],
)
def test_words_that_only_look_like_it(settled: Asking, text: str) -> None:
    assert settled(text).status not in (Status.BLOCKED_ABUSE, Status.ANSWERED_CONTACT)
