"""Facts of one document from its metadata, with the words that bear them out."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.models import Status
from assistant.pipeline import Outcome
from assistant.steps.look_up import look_up, subject
from knowledge.base import KnowledgeBase
from tests.assistant.conftest import TODAY, Asking, Turning
from tests.support.papers import paper, publish

REPORT, LAW, OLD, NEW = (
    "bao-cao-kien-giang-28-12-2021",
    "luat-134-2025-qh15-tri-tue-nhan-tao",
    "quyet-dinh-127-qd-ttg",
    "quyet-dinh-1671-qd-ttg",
)


def told(turn_before: Turning, text: str, as_of: date = TODAY) -> Outcome:
    asking = turn_before("look_up", text, as_of=as_of)
    look_up(asking)
    assert asking.outcome is not None, "left to the passages"
    assert asking.outcome.status is Status.ANSWERED
    return asking.outcome


@pytest.mark.parametrize(
    ("text", "document", "held"),
    [
        ("Ai ký báo cáo?", REPORT, ["Nguyễn Lưu Trung"]),
        ("Quyết định 127 ban hành ngày nào?", OLD, ["26/01/2021"]),
        ("qd 1671 ban hanh ngay nao", NEW, ["28/8/2026"]),
        ("Chiến lược hiện hành số bao nhiêu?", NEW, ["1671/QĐ-TTg"]),
        ("Cơ quan nào ban hành Quyết định 127?", OLD, ["Thủ tướng Chính phủ"]),
        ("Quyết định 127 còn hiệu lực không?", OLD, ["28/8/2026", "1671/QĐ-TTg"]),
        ("Luật Trí tuệ nhân tạo có hiệu lực từ khi nào?", LAW, []),
    ],
)
def test_facts(turn_before: Turning, starter_base: KnowledgeBase, text: str, document: str, held: list[str]) -> None:
    outcome = told(turn_before, text)
    assert [s.document_id for s in outcome.sources] == [document]
    assert [value for value in held if value not in outcome.text] == []
    effective = starter_base.view().documents[LAW].effective_from
    assert effective is not None
    assert document != LAW or f"{effective.day:02d}" in outcome.text


@pytest.mark.parametrize(
    ("day", "held", "not_held"),
    [
        (date(2025, 1, 1), "đang có hiệu lực", "không còn hiệu lực"),
        (date(2026, 8, 27), "đang có hiệu lực", "không còn hiệu lực"),
        (date(2026, 8, 28), "không còn hiệu lực", "đang có hiệu lực, kể từ"),
    ],
)
def test_validity_is_seen_from_the_day_of_the_question(turn_before: Turning, day: date, held: str, not_held: str) -> None:
    outcome = told(turn_before, "Quyết định 127/QĐ-TTg còn hiệu lực không?", day)
    said = outcome.text.split("[1]")[0]
    assert held in said
    assert not_held not in said


def test_a_law_that_is_passed_but_not_in_force(turn_before: Turning, starter_base: KnowledgeBase) -> None:
    law = starter_base.view().documents[LAW]
    assert law.effective_from is not None
    assert law.issued_on is not None
    assert law.issued_on < law.effective_from
    outcome = told(turn_before, "Luật Trí tuệ nhân tạo còn hiệu lực không?", law.issued_on)
    assert "chưa có hiệu lực" in outcome.text
    assert outcome.sources[0].in_force is False


def test_other_facts_of_a_document_that_has_ended_come_with_a_warning(turn_before: Turning) -> None:
    outcome = told(turn_before, "Quyết định 127 ban hành ngày nào?")
    assert "Lưu ý" in outcome.text
    assert "1671/QĐ-TTg" in outcome.text
    assert "Lưu ý" not in told(turn_before, "Quyết định 127 ban hành ngày nào?", date(2022, 1, 1)).text


def test_the_quote_is_the_documents_own(turn_before: Turning, starter_base: KnowledgeBase) -> None:
    for text in ("Ai ký báo cáo?", "Quyết định 127 ban hành ngày nào?", "Quyết định 127 còn hiệu lực không?"):
        [source] = told(turn_before, text).sources
        chunks = starter_base.catalogue.chunks_of(source.document_id, starter_base.view().release.number)
        own = next(c.text for c in chunks if c.chunk_id == source.chunk_id)
        assert all(line in own for line in source.quote.split("\n"))


@pytest.mark.parametrize("text", ["Kiên Giang tuyên truyền bằng những hình thức nào?", "Ai ký công hàm?"])
def test_without_facts_or_without_a_document_the_turn_goes_on(turn_before: Turning, text: str) -> None:
    asking = turn_before("look_up", text)
    look_up(asking)
    assert asking.outcome is None


def test_the_subject_is_the_named_document_before_the_found_one(turn_before: Turning) -> None:
    asking = turn_before("look_up", "Quyết định 127 có hiệu lực từ khi nào?")
    asking.passages = [p for p in asking.passages if p.document.document_id != OLD]
    found = subject(asking)
    assert found is not None
    assert found.document_id == OLD


@pytest.fixture
def two_decrees(base: KnowledgeBase) -> KnowledgeBase:
    """A decree of today, and one that has ended with nothing in its place; neither says who signed."""
    plain = {"kind": "Nghị định", "issuer": "Chính phủ"}
    first = {"issued_on": date(2024, 1, 2), "effective_from": date(2024, 3, 1)}
    second = {"effective_from": date(2010, 1, 1), "effective_to": date(2020, 1, 1)}
    publish(
        base,
        paper("nd-10", "Nghị định này quy định về phân bón hữu cơ.", number="10/2024/NĐ-CP", **first, **plain),
        paper("nd-20", "Nghị định này quy định về giống cây trồng.", number="20/2010/NĐ-CP", **second, **plain),
    )
    return base


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Nghị định 10/2024/NĐ-CP ban hành ngày nào?", "02/01/2024"),
        ("Nghị định 10/2024/NĐ-CP có hiệu lực từ khi nào?", "01/3/2024"),
        ("Nghị định 20/2010/NĐ-CP còn hiệu lực không?", "không còn hiệu lực: văn bản hết hiệu lực từ ngày 01/01/2020."),
    ],
)
def test_facts_of_any_document(turn_before: Turning, two_decrees: KnowledgeBase, text: str, held: str) -> None:
    asking = turn_before("look_up", text, base=two_decrees)
    look_up(asking)
    assert asking.outcome is not None
    assert held in asking.outcome.text
    assert "None" not in asking.outcome.text


def test_a_fact_that_the_metadata_lack_is_left_to_the_passages(turn_before: Turning, two_decrees: KnowledgeBase) -> None:
    asking = turn_before("look_up", "Ai ký Nghị định 10/2024/NĐ-CP?", base=two_decrees)
    look_up(asking)
    assert asking.outcome is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nghị định quy định chi tiết Luật Chuyển đổi số ban hành ngày nào?", "24/6/2026"),
        ("nghi dinh huong dan luat tri tue nhan tao so may", "142/2026/NĐ-CP"),
        ("Văn bản hướng dẫn làm Quyết định 127 ra ngày mấy?", "12/3/2021"),
    ],
)
def test_a_document_asked_for_by_what_it_does_to_another(settled: Asking, text: str, words: str) -> None:
    assert words in settled(text).text
