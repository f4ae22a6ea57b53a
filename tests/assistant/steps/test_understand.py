"""What a question wants, with and without diacritics; what is no Vietnamese or no question ends here."""

from __future__ import annotations

import pytest

from assistant.models import Status
from assistant.steps.understand import understand
from knowledge.language.normalise import fold
from tests.assistant.conftest import Turning

FACTS = [
    ("Ai ký báo cáo?", "signer"),
    ("Chiến lược ban hành ngày nào?", "issued_on"),
    ("Quyết định số bao nhiêu?", "number"),
    ("Cơ quan nào ban hành Quyết định 127?", "issuer"),
    ("Báo cáo gửi cho bộ nào?", "addressees"),
    ("Quyết định 127 còn hiệu lực không?", "validity"),
    ("Luật Trí tuệ nhân tạo có hiệu lực từ khi nào?", "effective_from"),
    ("Chiến lược hiện hành là văn bản nào?", "current"),
]


@pytest.mark.parametrize("stripped", [False, True], ids=["typed", "stripped"])
@pytest.mark.parametrize(("text", "name"), FACTS)
def test_facts_that_are_asked_for(turn: Turning, text: str, name: str, stripped: bool) -> None:
    asking = turn("x")
    asking.text = asking.asked = asking.understood_as = fold(text) if stripped else text
    understand(asking)
    assert asking.outcome is None
    assert asking.intent is not None
    assert name in asking.intent.facts


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Các mục tiêu đến năm 2030 là gì?", "wants_list", True),
        ("Kiên Giang giao cơ quan nào chủ trì?", "wants_list", False),
        ("Trước đây chiến lược nói gì về dữ liệu?", "historical", True),
        ("Mục tiêu của chiến lược đến năm 2025", "historical", True),
        ("Mục tiêu của chiến lược đến năm 2030", "historical", False),
        ("Hội thảo AI ở đâu?", "about_events", True),
        ("Mục tiêu 2025 và 2030 của 127", "years", ("2025", "2030")),
        ("Sở nào lo ở Kien Giang và An Giang?", "places", ("Kiên Giang", "An Giang")),
    ],
)
def test_the_shape_of_a_question(turn: Turning, text: str, field: str, value: object) -> None:
    asking = turn("x")
    asking.text = asking.asked = asking.understood_as = text
    understand(asking)
    assert getattr(asking.intent, field) == value


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Какая сегодня погода в Москве", Status.UNANSWERABLE_LANGUAGE),
        ("zzqx wvvk jjjw fffz", Status.UNANSWERABLE_LANGUAGE),
        ("là gì vậy", Status.CLARIFICATION_TOO_SHORT),
        ("thế nào", Status.CLARIFICATION_TOO_SHORT),
    ],
)
def test_what_is_no_question_ends_here(turn: Turning, text: str, status: Status) -> None:
    asking = turn("x")
    asking.text = asking.asked = asking.understood_as = text
    understand(asking)
    assert asking.outcome is not None
    assert asking.outcome.status is status
