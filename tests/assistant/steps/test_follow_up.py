"""When a question leans on the one before, and what it then means."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assistant.records.log import LoggedTurn
from assistant.steps.follow_up import follow_up, leans_on_previous
from knowledge.language.normalise import fold
from tests.assistant.conftest import Asking, Turning

BEFORE = LoggedTurn(
    "Mục tiêu đến năm 2025 của Quyết định 127?", "Mục tiêu đến năm 2025 của Quyết định 127?", ("quyet-dinh-127-qd-ttg",), datetime.now(UTC)
)


@pytest.mark.parametrize(
    "text", ["còn đến năm 2030?", "văn bản đó ai ban hành", "nó còn hiệu lực không", "ai ký?", "thế còn Kiên Giang", "ban hành ngày nào"]
)
def test_leaning(text: str) -> None:
    assert leans_on_previous(fold(text))


@pytest.mark.parametrize(
    "text",
    [
        "Kiên Giang tuyên truyền bằng những hình thức nào?",
        "Luật Trí tuệ nhân tạo quy định những gì về minh bạch?",
        "giá vàng hôm nay bao nhiêu",
    ],
)
def test_standing_alone(text: str) -> None:
    assert not leans_on_previous(fold(text))


def test_without_a_turn_before_only_slips_are_mended(turn: Turning) -> None:
    asking = turn("x")
    asking.text = "chieens luowcj quoocs gia"
    follow_up(asking)
    assert asking.understood_as == "chiến lược quốc gia"
    assert asking.leaning_on == ()


def test_a_bare_fact_is_asked_of_the_document_before(turn: Turning) -> None:
    asking = turn("x", previous=BEFORE)
    asking.text = "ban hành ngày nào?"
    follow_up(asking)
    assert asking.leaning_on == ("quyet-dinh-127-qd-ttg",)
    assert "127/QĐ-TTg" in asking.understood_as


def test_a_new_year_takes_the_place_of_the_old_one(turn: Turning) -> None:
    asking = turn("x", previous=BEFORE)
    asking.text = "còn đến năm 2030?"
    follow_up(asking)
    assert "2030" in asking.understood_as
    assert "2025" not in asking.understood_as
    assert "Mục tiêu" in asking.understood_as


def test_a_question_that_names_a_document_leans_on_nothing(turn: Turning) -> None:
    asking = turn("x", previous=BEFORE)
    asking.text = "Quyết định 1671/QĐ-TTg ban hành ngày nào?"
    follow_up(asking)
    assert asking.leaning_on == ()
    assert asking.understood_as == asking.text


def test_documents_that_are_gone_are_not_leaned_on(turn: Turning) -> None:
    asking = turn("x", previous=LoggedTurn("q", "q", ("khong-con",), datetime.now(UTC)))
    asking.text = "văn bản đó ai ký?"
    follow_up(asking)
    assert asking.leaning_on == ()


def test_a_few_words_that_the_document_before_tells_of_are_asked_of_it(turn: Turning) -> None:
    before = LoggedTurn(
        "Luật AI hiệu lực khi nào?", "Luật AI hiệu lực khi nào?", ("luat-134-2025-qh15-tri-tue-nhan-tao",), datetime.now(UTC)
    )
    asking = turn("x", previous=before)
    asking.text = "bao nhiêu đại biểu tán thành?"
    follow_up(asking)
    assert asking.leaning_on == before.document_ids
    assert asking.asked == "bao nhiêu đại biểu tán thành?"


def test_what_an_answer_must_hold_is_the_new_part_alone(turn: Turning) -> None:
    asking = turn("x", previous=BEFORE)
    asking.text = "nó có mấy điều?"
    follow_up(asking)
    assert asking.asked == "nó có mấy điều?"
    assert "127/QĐ-TTg" in asking.understood_as


def test_more_of_the_same_is_the_question_before(turn: Turning) -> None:
    asking = turn("x", previous=BEFORE)
    asking.text = "cho xem nguyên văn"
    follow_up(asking)
    assert asking.asked == BEFORE.understood_as


@pytest.mark.parametrize(
    ("first", "then", "held"),
    [
        ("Chiến lược AI mới có mấy trụ cột?", "kể ra đi", "nhân lực AI"),
        ("AI4VN 2024 ở đâu?", "còn 2025 thì sao?", "26/9/2025"),
        ("Quyết định 127 còn hiệu lực không?", "văn bản thay thế nó nói gì về dịch vụ công trực tuyến", "100%"),
        ("Luật AI có hiệu lực khi nào?", "nghị định hướng dẫn thì sao?", "01/5/2026"),
        ("Nghị định 142 ban hành ngày nào?", "hướng dẫn luật nào?", "134/2025/QH15"),
        ("AI4VN 2025 tổ chức khi nào?", "ở đâu?", "Hà Nội"),
    ],
)
def test_ways_of_going_on(ask: Asking, first: str, then: str, held: str) -> None:
    ask(first, "c")
    assert held in ask(then, "c").text
