"""The questions of the first issue: from the right document, as typed and with all diacritics removed."""

from __future__ import annotations

import pytest

from assistant.models import Status
from knowledge.language.normalise import fold
from tests.assistant.conftest import Asking

REPORT = "bao-cao-kien-giang-28-12-2021"
OLD, NEW = "quyet-dinh-127-qd-ttg", "quyet-dinh-1671-qd-ttg"

# question, the documents of which one must be a source, strings that text or quotes must hold, wherever capitals stand
QUESTIONS = [
    ("cơ quan nào chủ trì ở Kiên Giang", {REPORT, "co-quan-phu-trach-ai"}, ["Sở Khoa học và Công nghệ"]),
    ("ai ký báo cáo", {REPORT}, ["Nguyễn Lưu Trung"]),
    ("chiến lược ban hành ngày nào, số bao nhiêu", {NEW}, ["28/8/2026", "1671/QĐ-TTg"]),
    ("Quyết định 127 còn hiệu lực không", {OLD}, ["không còn hiệu lực", "28/8/2026", "1671/QĐ-TTg"]),
    ("chiến lược hiện hành là văn bản nào", {NEW}, ["1671/QĐ-TTg"]),
    ("mục tiêu đến năm 2025 và 2030", {OLD, NEW, "nam-dieu-de-nham"}, ["2025", "2030"]),
    ("Kiên Giang tuyên truyền bằng những hình thức nào", {REPORT}, ["tuyên truyền"]),
    ("báo cáo gửi cho bộ nào", {REPORT}, ["Bộ Khoa học và Công nghệ"]),
]


@pytest.mark.parametrize("stripped", [False, True], ids=["typed", "stripped"])
@pytest.mark.parametrize(("question", "documents", "held"), QUESTIONS, ids=[q for q, _, _ in QUESTIONS])
def test_answered_from_the_right_document(settled: Asking, question: str, documents: set[str], held: list[str], stripped: bool) -> None:
    answer = settled(fold(question) if stripped else question)
    assert answer.status is Status.ANSWERED, answer.text
    assert answer.sources[0].document_id in documents
    said = "\n".join([answer.text, *(source.quote for source in answer.sources)]).casefold()
    assert [text for text in held if text.casefold() not in said] == []


@pytest.mark.parametrize("question", ["giá vàng hôm nay", "gia vang hom nay", "Giá vàng SJC hôm nay bao nhiêu?"])
def test_the_price_of_gold_is_not_answered(settled: Asking, question: str) -> None:
    answer = settled(question)
    assert answer.status.family == "unanswerable"
    assert answer.sources == ()
    assert answer.suggestions
