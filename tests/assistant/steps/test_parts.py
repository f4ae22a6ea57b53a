"""Two questions in one: each part that the documents answer, and an honest word on the rest."""

from __future__ import annotations

import pytest

from assistant.models import Status
from assistant.steps.parts import split
from tests.assistant.conftest import Asking


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ai ký Quyết định 127, và giá vàng hôm nay bao nhiêu?", ["Ai ký Quyết định 127", "giá vàng hôm nay bao nhiêu"]),
        ("Thời tiết thế nào? Ai chủ trì ở Kiên Giang?", ["Thời tiết thế nào", "Ai chủ trì ở Kiên Giang"]),
        ("ai ky bao cao va gui cho bo nao", ["ai ky bao cao", "gui cho bo nao"]),
        ("Luật có hiệu lực khi nào; ai ban hành; phạt bao nhiêu", ["Luật có hiệu lực khi nào", "ai ban hành", "phạt bao nhiêu"]),
    ],
)
def test_cut_where_each_piece_asks(text: str, parts: list[str]) -> None:
    assert split(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "mục tiêu đến năm 2025 và 2030",
        "Bộ Khoa học và Công nghệ làm gì?",
        "Nghiên cứu, phát triển và ứng dụng AI là gì?",
        "Quyết định 127/QĐ-TTg",
        "",
        "a? b? c? d? e? f? gì?",
    ],
)
def test_one_question_stays_whole(text: str) -> None:
    assert split(text) == [text]


def test_the_part_that_is_answered_and_the_one_that_is_not(ask: Asking) -> None:
    answer = ask("Ai ký Quyết định 127, và giá vàng hôm nay bao nhiêu?")
    assert answer.status is Status.ANSWERED
    assert "Vũ Đức Đam" in answer.text
    assert "Riêng câu “giá vàng hôm nay bao nhiêu”" in answer.text
    assert {s.number for s in answer.sources} == {"127/QĐ-TTg"}


def test_citations_are_numbered_through(ask: Asking) -> None:
    answer = ask("Kiên Giang giao cơ quan nào chủ trì? Luật Trí tuệ nhân tạo có hiệu lực khi nào?")
    assert len(answer.sources) >= 2
    assert all(f"[{n}]" in answer.text for n in range(1, len(answer.sources) + 1))
    assert f"[{len(answer.sources) + 1}]" not in answer.text


def test_a_later_part_leans_on_the_one_before(ask: Asking) -> None:
    answer = ask("Luật Trí tuệ nhân tạo có hiệu lực khi nào? Giá vàng bao nhiêu? Có bao nhiêu đại biểu tán thành?")
    assert "429 trên 434" in answer.text


def test_no_part_is_answered(ask: Asking) -> None:
    assert ask("Giá vàng hôm nay bao nhiêu? Thời tiết ngày mai thế nào?").status.family == "unanswerable"
