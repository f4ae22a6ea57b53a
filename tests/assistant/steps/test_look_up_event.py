"""When, where and by whom one event is held, from its metadata; everything else of it from the passages."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.models import Status
from tests.assistant.conftest import Asking


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("AI4VN 2025 tổ chức khi nào?", "26/9/2025, tại Hà Nội (đã diễn ra)"),
        ("vlsp 2025 dien ra o dau", "từ 29/10/2025 đến 30/10/2025, tại Hà Nội"),
        ("AI4VN 2024 do ai tổ chức?", "Đơn vị tổ chức Ngày hội Trí tuệ nhân tạo Việt Nam 2024 (AI4VN 2024): VnExpress"),
    ],
)
def test_what_the_metadata_hold(settled: Asking, text: str, said: str) -> None:
    answer = settled(text)
    assert answer.status is Status.ANSWERED
    assert said in answer.text
    assert len(answer.sources) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hackathon trong AI4VN 2022 ở đâu?", "Quy Nhơn"),
        ("Techfest 2025 khai mạc khi nào?", "13/12/2025"),
        ("AI4VN 2025 do ai tổ chức?", ""),
    ],
)
def test_what_else_is_asked_comes_from_the_passages(settled: Asking, text: str, said: str) -> None:
    answer = settled(text)
    assert said in answer.text
    assert "Đơn vị tổ chức" not in answer.text


def test_an_event_ahead_is_not_said_to_be_over(settled: Asking) -> None:
    answer = settled("AI4VN 2025 tổ chức khi nào?", as_of=date(2025, 9, 1))
    assert "đã diễn ra)" not in answer.text
    assert answer.sources[0].calendar
