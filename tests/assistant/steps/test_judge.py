"""Answer or refuse: evidence from coverage and meaning, documents nobody has, years nobody speaks of."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.models import Status
from assistant.steps.judge import evidence, judge
from knowledge.models import Chunk, Document, Passage
from tests.assistant.conftest import Turning

HOLDER = Document("d", "D")


def passage(coverage: float, meaning: float, score: float = 4.5) -> Passage:
    return Passage(Chunk("d#1", "d", 0, "", "lời"), HOLDER, score, meaning=meaning, coverage=coverage)


def test_evidence_grows_with_coverage_with_meaning_and_with_the_score() -> None:
    assert evidence(passage(0.5, 1, 1), False) < evidence(passage(0.5, 1, 4), False)
    assert evidence(passage(0.2, 1), False) < evidence(passage(0.9, 1), False)
    assert evidence(passage(0.5, 0), False) < evidence(passage(0.5, 4), False)
    assert evidence(passage(0.9, 3), True) < evidence(passage(0.9, 3), False)
    assert 0 < evidence(passage(0, -5), False) < 0.1
    assert 0.8 < evidence(passage(1, 4), False) < 1


@pytest.mark.parametrize("text", ["Kiên Giang tuyên truyền bằng những hình thức nào?", "Luật Trí tuệ nhân tạo phân loại rủi ro thế nào?"])
def test_what_the_documents_hold_goes_on(turn_before: Turning, text: str) -> None:
    asking = turn_before("judge", text)
    judge(asking)
    assert asking.outcome is None
    assert asking.evidence >= asking.settings.answer_threshold


@pytest.mark.parametrize(
    ("text", "status", "held"),
    [
        ("giá vàng hôm nay bao nhiêu", Status.UNANSWERABLE_OFF_TOPIC, ""),
        ("Nghị định 9999/2031/NĐ-CP quy định gì?", Status.UNANSWERABLE_NO_MATCH, "9999"),
        ("Cơ quan nào chủ trì trí tuệ nhân tạo ở Sóc Trăng?", Status.UNANSWERABLE_NO_MATCH, "Sóc Trăng"),
    ],
)
def test_what_they_do_not_hold_is_refused(turn_before: Turning, text: str, status: Status, held: str) -> None:
    asking = turn_before("judge", text, contact_name="Sở A")
    judge(asking)
    assert asking.outcome is not None
    assert asking.outcome.status is status
    assert held in asking.outcome.text
    assert "Sở A" in asking.outcome.text
    assert asking.outcome.sources == ()
    assert asking.outcome.suggestions


def test_a_refusal_names_the_nearest_documents(turn_before: Turning) -> None:
    asking = turn_before("judge", "Nghị định 9999/2031/NĐ-CP quy định gì về trí tuệ nhân tạo?")
    judge(asking)
    assert asking.outcome is not None
    near = [line for line in asking.outcome.text.split("\n") if line.startswith("- ")]
    assert 1 <= len(near) <= 3
    names = [d.name for d in asking.view.documents.values()]
    assert all(any(name in line for name in names) for line in near)


@pytest.mark.parametrize(("threshold", "refused"), [(0.0, False), (1.0, True)])
def test_the_threshold_is_a_setting(turn_before: Turning, threshold: float, refused: bool) -> None:
    asking = turn_before("judge", "Kiên Giang tuyên truyền bằng những hình thức nào?", answer_threshold=threshold)
    judge(asking)
    assert (asking.outcome is not None) is refused


def test_nothing_found_is_refused(turn_before: Turning) -> None:
    asking = turn_before("judge", "cách nấu phở bò ngon tại nhà")
    asking.passages = []
    asking.found = None
    judge(asking)
    assert asking.outcome is not None
    assert asking.outcome.status.family == "unanswerable"


@pytest.mark.parametrize(
    "text", ["Tóm tắt giúp tôi Nghị định 142/2026", "luật 148 nói về cái j", "Nội dung chính của Thông tư 05/2026 là gì?", "số 127"]
)
def test_what_a_document_is_about_is_told_by_its_first_words(turn_before: Turning, text: str) -> None:
    asking = turn_before("judge", text)
    judge(asking)
    assert asking.outcome is None
    assert [p.chunk.position for p in asking.passages] == [0]


def test_a_question_about_a_part_of_a_document_is_not_about_the_whole(turn_before: Turning) -> None:
    asking = turn_before("judge", "Nghị định 142/2026 quy định gì về hồ sơ phân loại?")
    judge(asking)
    assert asking.passages[0].chunk.position > 0


@pytest.mark.parametrize(("day", "refused"), [(date(2026, 6, 30), False), (date(2026, 7, 1), True)])
def test_a_document_out_of_force_that_nobody_asked_about_is_no_evidence(turn_before: Turning, day: date, refused: bool) -> None:
    asking = turn_before("judge", "Cơ quan nhà nước phải công khai thông tin liên hệ và thủ tục nào?", as_of=day)
    judge(asking)
    assert (asking.outcome is not None) is refused


def test_a_document_out_of_force_answers_for_itself(turn_before: Turning) -> None:
    asking = turn_before("judge", "Nghị định 42/2022/NĐ-CP bắt công khai thông tin liên hệ và thủ tục nào?", as_of=date(2026, 7, 1))
    judge(asking)
    assert asking.outcome is None
