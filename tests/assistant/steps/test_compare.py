"""Two documents or two years side by side, each with its own source."""

from __future__ import annotations

import pytest

from assistant.models import Status
from tests.assistant.conftest import Asking


@pytest.mark.parametrize("text", ["Mục tiêu 2025 khác 2030 thế nào?", "muc tieu nam 2025 voi 2030 cua qd 127 khac nhau cho nao"])
def test_two_years(settled: Asking, text: str) -> None:
    answer = settled(text)
    assert answer.status is Status.ANSWERED
    assert [s.locator for s in answer.sources] == ["Mục tiêu đến năm 2025", "Mục tiêu đến năm 2030"]


def test_two_documents(settled: Asking) -> None:
    answer = settled("Quyết định 1671 khác Quyết định 127 ở mục tiêu ra sao?")
    assert {s.number for s in answer.sources} >= {"1671/QĐ-TTg", "127/QĐ-TTg"}
    assert "đã hết hiệu lực từ ngày 28/8/2026" in answer.text


def test_a_side_that_no_document_speaks_of_is_said_to_be_missing(settled: Asking) -> None:
    answer = settled("Mục tiêu trí tuệ nhân tạo của Quyết định 127 năm 2030 khác năm 2037 thế nào?")
    assert answer.status is Status.ANSWERED
    assert "Riêng phần năm 2037" in answer.text


@pytest.mark.parametrize("text", ["Giá vàng 2025 khác 2030 thế nào?", "so sanh luong giao vien nam 2024 voi 2025"])
def test_what_nobody_wrote_about_is_not_compared(settled: Asking, text: str) -> None:
    assert settled(text).status.family == "unanswerable"


@pytest.mark.parametrize(
    "text", ["So chiến lược AI cũ với mới thì đổi những gì?", "so sánh quyết định 127 và 1671", "Chiến lược 2021 khác 2026 thế nào?"]
)
def test_what_was_replaced_beside_what_came_instead(settled: Asking, text: str) -> None:
    answer = settled(text)
    assert {s.document_id for s in answer.sources} == {"tu-quyet-dinh-127-den-quyet-dinh-1671"}
    assert "năm nhóm định hướng" in answer.text
    assert "chín trụ cột" in answer.text


def test_two_documents_that_nobody_compared_are_shown_as_they_begin(settled: Asking) -> None:
    answer = settled("Quyết định 1528 và Quyết định 1131 khác nhau thế nào?")
    assert [s.locator for s in answer.sources] == ["Văn bản này là gì"] * 2
    assert {s.number for s in answer.sources} == {"1528/QĐ-TTg", "1131/QĐ-TTg"}
