"""What form an answer must have, told from the question."""

from __future__ import annotations

import pytest

from assistant.steps.expects import expectations, items_counted, unmet
from knowledge.language.normalise import fold


def against(question: str, passage: str, place: str = "") -> float:
    return unmet(expectations(question), passage, place)


@pytest.mark.parametrize(
    ("question", "answers", "does_not"),
    [
        ("Luật có mấy điều?", "Luật gồm 35 điều.", "Theo Điều 11, bên triển khai phải báo."),
        ("luat co may dieu", "Luật gồm 35 điều.", "Theo Điều 11, bên triển khai phải báo."),
        ("Có bao nhiêu đội dự thi?", "Có 1.060 đội tham gia.", "Các đội đến từ nhiều nơi."),
        ("Phạt bao nhiêu tiền?", "Phạt tiền đến 2 tỷ đồng.", "Tổ chức vi phạm bị xử phạt."),
        ("Doanh thu của ngành năm 2025 là bao nhiêu?", "Doanh thu đạt 5 tỷ USD.", "Năm 2025 doanh thu tăng mạnh."),
        ("Giám đốc sở tên gì?", "Giám đốc là ông Trần Văn Bình.", "Giám đốc sở chịu trách nhiệm báo cáo."),
        ("Ai là bộ trưởng?", "Bộ trưởng Lê Thị Hoa ký.", "Bộ trưởng ký ban hành kế hoạch."),
        ("Bao giờ bắt đầu?", "Bắt đầu từ ngày 01/3/2026.", "Bắt đầu ở ba miền."),
        ("Chiếm bao nhiêu phần trăm?", "Chiếm 30% GDP.", "Chiếm phần lớn."),
        ("Gọi số nào để hỏi?", "Gọi 1900 1234 trong giờ làm việc.", "Sở là đầu mối."),
        ("Dự án ở Phú Quốc tới đâu rồi?", "Dự án tại Phú Quốc đang chờ duyệt.", "Dự án trung tâm dữ liệu được ưu đãi."),
        ("Chương III nói gì?", "Chương III quy định về hồ sơ.", "Chương IV quy định về hồ sơ."),
        ("Nhiệm vụ số 12 giao cho ai?", "Nhiệm vụ 12 giao Bộ Tài chính.", "Nhiệm vụ 34 giao Bộ Y tế."),
    ],
)
def test_the_form_of_an_answer(question: str, answers: str, does_not: str) -> None:
    assert against(question, answers) == 0
    assert against(question, does_not) > 0


def test_a_numbered_part_may_stand_in_the_place() -> None:
    assert against("Điều 5 quy định gì?", "Cơ quan chủ trì tổ chức thực hiện.", "Quyết định › Điều 5") == 0


def test_what_is_counted_may_be_listed() -> None:
    question = "Sở được giao mấy việc?"
    told, listed, neither = "Sở được giao 2 việc.", "Sở được giao:\n- lập kế hoạch 5 năm;\n- báo cáo.", "Sở được giao kế hoạch 5 năm."
    assert against(question, told) == 0 < against(question, listed) < against(question, neither)


@pytest.mark.parametrize(
    ("text", "count"), [("6 sản phẩm là gì", 6), ("chín trụ cột gồm gì", 9), ("điều 6 nói gì", 0), ("năm 2030 có gì", 0)]
)
def test_how_many_items_are_asked_for(text: str, count: int) -> None:
    assert items_counted(fold(text)) == count


@pytest.mark.parametrize("text", ["Chú Ba hỏi Luật AI có mấy điều?", "Cô Tư ơi AI là gì"])
def test_how_a_person_is_called_need_not_stand_in_the_text(text: str) -> None:
    assert not [e for e in expectations(text) if e.name == "name"]


@pytest.mark.parametrize(
    "question",
    [
        "Kiên Giang tuyên truyền bằng hình thức nào?",
        "Quyết định 127/QĐ-TTg là gì?",
        "127",
        "",
        "Khi nào phải gắn nhãn?",
        "CƠ QUAN NÀO CHỦ TRÌ Ở PHÚ QUỐC",
    ],
)
def test_any_form_will_do(question: str) -> None:
    assert expectations(question) == ()
