"""Which events there are in a period, from the documents' own notices, seen from a day."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.models import Status
from tests.assistant.conftest import Asking


@pytest.mark.parametrize("text", ["Tháng này có sự kiện AI nào?", "thang nay co su kien ai nao", "liệt kê các sự kiện tháng 10"])
def test_the_events_of_a_month(settled: Asking, text: str) -> None:
    answer = settled(text, as_of=date(2025, 10, 10))
    assert answer.status is Status.ANSWERED
    assert {s.document_id for s in answer.sources} == {"su-kien-vlsp-2025", "su-kien-tuan-le-so-quoc-te-2025", "su-kien-viie-2025"}
    assert "VIIE 2025: từ 01/10/2025 đến 03/10/2025 (đã diễn ra)" in answer.text
    assert [s.calendar for s in answer.sources if s.document_id == "su-kien-viie-2025"] == [None]
    assert [s.calendar for s in answer.sources if s.document_id == "su-kien-vlsp-2025"] == ["/su-kien/su-kien-vlsp-2025.ics"]


def test_events_ahead_at_a_place(settled: Asking) -> None:
    answer = settled("Sắp tới có sự kiện nào ở Hà Nội không?", as_of=date(2025, 12, 1))
    assert [s.document_id for s in answer.sources] == ["su-kien-techfest-2025"]


def test_a_period_without_events_is_no_invitation_to_guess(settled: Asking) -> None:
    answer = settled("Sắp tới có cuộc thi AI nào không?")
    assert "chưa có thông tin" in answer.text


@pytest.mark.parametrize(
    ("text", "words"),
    [("Cuộc thi AI của thành phố Hồ Chí Minh năm 2025 bao nhiêu đội?", "797 đội"), ("ai4vn 2024 do ai to chuc", "VnExpress")],
)
def test_one_event_is_answered_by_its_own_document(settled: Asking, text: str, words: str) -> None:
    assert words in settled(text).text


def test_an_event_that_is_over_is_shown_as_past(settled: Asking) -> None:
    assert "đã diễn ra" in settled("AI4VN 2025 còn kịp đi không?").text.split("\n\n")[-1]
