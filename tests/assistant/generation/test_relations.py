"""Amendments beside what they amend; two documents that give different figures."""

from __future__ import annotations

from datetime import date

from assistant.generation.relations import amendment_note, disagreement, standing_to
from knowledge.base import KnowledgeBase
from knowledge.models import Chunk, Document, Passage
from tests.assistant.conftest import TODAY, Asking


def said(text: str, kind: str, day: date, number: str) -> Passage:
    document = Document(number, kind, kind=kind, number=number, issuer="Chính phủ", issued_on=day)
    return Passage(Chunk(f"{number}#1", number, 0, "Điều 1", text), document, 1.0)


OLD = said("Mức phạt là 50 triệu đồng theo Điều 7.", "Nghị định", date(2020, 1, 1), "1/2020/NĐ-CP")
NEW = said("Mức phạt là 70 triệu đồng theo Điều 9.", "Nghị định", date(2026, 1, 1), "2/2026/NĐ-CP")


def test_the_starter_documents_know_what_amends_what(starter_base: KnowledgeBase) -> None:
    view = starter_base.view()
    amended = view.documents["luat-71-2025-qh15-cong-nghiep-cong-nghe-so"]
    assert [d.number for d in standing_to(amended, "amends", view, TODAY)] == ["134/2025/QH15"]
    assert "134/2025/QH15" in amendment_note(amended, view, TODAY)
    assert amendment_note(amended, view, date(2025, 7, 1)) == ""
    assert amendment_note(view.documents["quyet-dinh-127-qd-ttg"], view, TODAY) == ""


def test_an_answer_shows_the_amendment(settled: Asking) -> None:
    answer = settled("Luật Công nghiệp công nghệ số không áp dụng cho việc gì?")
    assert any(s.number == "71/2025/QH15" for s in answer.sources)
    assert "đã được sửa đổi, bổ sung bởi Luật 134/2025/QH15" in answer.text


def test_the_newer_of_equal_force_leads() -> None:
    assert "mới hơn" in disagreement(NEW, OLD)
    assert disagreement(OLD, NEW) == ""


def test_the_higher_leads() -> None:
    law = said("Mức phạt là 90 triệu đồng.", "Luật", date(2019, 1, 1), "1/2019/QH14")
    assert "có giá trị pháp lý cao hơn" in disagreement(law, NEW)


def test_articles_and_numbers_of_documents_are_no_figures() -> None:
    same = said("Mức phạt là 70 triệu đồng theo khoản 2 Nghị định 9/2021/NĐ-CP.", "Luật", date(2027, 1, 1), "3/2027/QH16")
    assert disagreement(same, NEW) == ""
    assert disagreement(said("Phạt cảnh cáo.", "Luật", date(2027, 1, 1), "4/2027/QH16"), NEW) == ""
