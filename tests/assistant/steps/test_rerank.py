"""Order by how much of the question a passage holds."""

from __future__ import annotations

import pytest

from assistant.steps.rerank import rerank
from tests.assistant.conftest import Turning


def test_coverage_is_measured_and_orders_the_passages(turn_before: Turning) -> None:
    asking = turn_before("rerank", "Kiên Giang tuyên truyền bằng những hình thức nào?")
    found = {p.chunk.chunk_id for p in asking.passages}
    rerank(asking)
    assert 1 <= len(asking.passages) <= 24
    assert {p.chunk.chunk_id for p in asking.passages} <= found
    assert all(0 <= p.coverage <= 1 for p in asking.passages)
    assert [p.score for p in asking.passages] == sorted((p.score for p in asking.passages), reverse=True)
    best = asking.passages[0]
    assert best.document.document_id == "bao-cao-kien-giang-28-12-2021"
    assert best.coverage >= 0.7


def test_a_question_off_the_subject_is_covered_little(turn_before: Turning) -> None:
    asking = turn_before("rerank", "cách nấu phở bò ngon tại nhà")
    rerank(asking)
    assert max((p.coverage for p in asking.passages), default=0) < 0.5


@pytest.mark.parametrize(
    ("question", "locator"),
    [
        ("6 sản phẩm công nghệ ưu tiên làm ngay là gì?", "Sáu sản phẩm là gì"),
        ("Hệ thống AI rủi ro trung bình nghĩa là gì?", "Ba mức rủi ro của hệ thống AI"),
        ("Nghị định 142/2026 có bao nhiêu điều?", "Văn bản này là gì"),
        ("VLSP 2025 thi những gì?", "Nội dung các cuộc thi"),
    ],
)
def test_the_form_of_the_answer_leads(turn_before: Turning, question: str, locator: str) -> None:
    asking = turn_before("rerank", question)
    rerank(asking)
    assert asking.passages[0].chunk.locator == locator


def test_it_needs_the_steps_before_it(turn: Turning) -> None:
    with pytest.raises(RuntimeError):
        rerank(turn("x"))
