"""What no document can answer for a person is declined; questions about the law itself are not."""

from __future__ import annotations

import pytest

from assistant.models import Status
from assistant.steps.decline import decline
from tests.assistant.conftest import Turning


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Tôi đăng ảnh ghép AI có bị đi tù không?", Status.BLOCKED_LEGAL_DECISION),
        ("toi co thang kien khong", Status.BLOCKED_LEGAL_DECISION),
        ("Theo bạn chiến lược này đúng hay sai?", Status.BLOCKED_POLITICAL_OPINION),
        ("Số điện thoại riêng của ông Nguyễn Văn A?", Status.BLOCKED_PERSONAL_DATA),
        ("Lương của ông Nguyễn Văn A bao nhiêu?", Status.BLOCKED_PERSONAL_DATA),
        ("Tôi bị đau đầu, uống thuốc gì?", Status.BLOCKED_MEDICAL),
    ],
)
def test_declined(turn: Turning, text: str, status: Status) -> None:
    asking = turn(text, contact_name="Sở Tư pháp")
    asking.text = text
    decline(asking)
    assert asking.outcome is not None
    assert asking.outcome.status is status
    assert asking.outcome.sources == ()


@pytest.mark.parametrize(
    "text",
    [
        "Ai ký báo cáo?",
        "Luật Trí tuệ nhân tạo xử lý vi phạm thế nào?",
        "Chính phủ giao nhiệm vụ gì cho các tỉnh?",
        "AI trong y tế được quy định thế nào?",
        "Bảo vệ dữ liệu cá nhân theo luật nào?",
        "Quyết định 127 còn hiệu lực không?",
        "AI còn ảnh hưởng gì đến việc làm?",
        "Chất lượng của ảnh do AI tạo ra",
        "Địa chỉ của Sở Khoa học và Công nghệ ở đâu?",
    ],
)
def test_questions_about_documents_go_on(turn: Turning, text: str) -> None:
    asking = turn(text)
    asking.text = text
    decline(asking)
    assert asking.outcome is None
