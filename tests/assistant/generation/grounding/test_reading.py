"""One thing said in two ways is read as the same facts."""

from __future__ import annotations

import pytest

from assistant.generation.grounding.reading import read


def facts(text: str) -> list[tuple[str, str]]:
    return [(fact.kind, f"{fact.note} {fact.word}".strip()) for fact in read(text).facts]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("28/8/2026", "ngày 28 tháng 8 năm 2026"), ("ngày 05/01/2021", "ngày 5 tháng 1 năm 2021"), ("28-08-2026", "28.8.2026"),
        ("tháng 3/2025", "tháng 3 năm 2025"), ("ngày 10/10", "ngày 10 tháng 10"),
        ("20 tỉnh", "hai mươi tỉnh"), ("25 trường", "hai mươi lăm trường"),
        ("5 nhóm", "năm nhóm"), ("3 năm một lần", "ba năm một lần"), ("115 người", "một trăm mười lăm người"),
        ("60%", "60 phần trăm"), ("90,70%", "90,7%"),
        ("10.000 người", "10 nghìn người"), ("2 triệu đồng", "2.000.000 đồng"),
        ("một vạn dân", "10.000 dân"), ("72 giờ", "bảy mươi hai giờ"),
        ("Quyết định số 127", "Quyết định 127"), ("điểm đ khoản 2 Điều 34", "Điểm Đ Khoản 2 điều 34"),
        ("Bộ KH&CN", "Bộ Khoa học và Công nghệ"),
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh"), ("Thủ tướng", "Thủ tướng Chính phủ"), ("Thanh Hoá", "Thanh Hóa"),
    ],
)  # fmt: skip
def test_two_spellings_of_one_fact(one: str, other: str) -> None:
    assert facts(one) == facts(other) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("28/8/2026", "28/9/2026"), ("60%", "60"), ("ít nhất 30%", "nhiều nhất 30%"),
        ("gần 400 đội", "hơn 400 đội"), ("10 triệu", "10 tỷ"),
        ("72 giờ", "72 ngày"), ("Điều 9", "Khoản 9"), ("Phụ lục I", "Phụ lục II"),
        ("Bộ Công an", "Bộ Công Thương"), ("Chính phủ", "Thủ tướng Chính phủ"),
        ("Ủy ban nhân dân tỉnh", "Ủy ban nhân dân xã"), ("127/QĐ-TTg", "127/NQ-CP"),
        ("khổ giấy A4", "khổ giấy A5"), ("Nguyễn Văn An", "Nguyễn Văn Anh"),
    ],
)  # fmt: skip
def test_two_facts(one: str, other: str) -> None:
    assert facts(one) != facts(other)


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("văn bản do ông Nguyễn Văn An ký", "person", "nguyễn văn an"), ("tổ chức tại Kiên Giang", "place", "kiên giang"),
        ("Tại Kiên Giang, việc này đã xong", "place", "kiên giang"), ("do VnExpress tổ chức", "name", "vnexpress"),
        ("nhà cung cấp phải làm", "party", "nhà cung cấp"), ("Nghị quyết 57-NQ/TW", "document", "57-nq/tw"), ("mạng 5G", "code", "5g"),
    ],
)  # fmt: skip
def test_names_are_told_apart(text: str, kind: str, word: str) -> None:
    assert (kind, word) in facts(text)


@pytest.mark.parametrize(
    "text", ["năm sau sẽ làm", "Chính phủ điện tử", "Luật Trí tuệ nhân tạo", "một trong các việc", "việc của chúng tôi"]
)
def test_ordinary_words_are_no_facts(text: str) -> None:
    assert facts(text) == []


def test_private_characters_of_a_text_are_not_taken_for_facts() -> None:
    assert facts("\ue000 60% \ue001") == [("percent", "60%")]
