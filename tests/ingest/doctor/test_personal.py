"""Personal data that should not be public is held back; what an office states about itself is not."""

from __future__ import annotations

import pytest

from tests.ingest.doctor.patients import REPORT, examine

LIST = """DANH SÁCH HỖ TRỢ

Họ và tên: Nguyễn Văn A. Số CCCD: 091099001234. Số tài khoản: 19031234567 Techcombank. Điện thoại: 0912345678.

Họ và tên: Trần Thị B. Số CCCD: 091199001235. Thường trú: tổ 3, ấp Hòa Lợi, xã Mong Thọ."""


def personal(text: str) -> dict[str, dict[str, int]]:
    """Counts by severity."""
    return {f.severity.value: dict(f.counts or {}) for f in examine(text) if f.kind == "personal_data"}


def test_a_list_of_persons_is_held_with_counts_and_nothing_of_it_is_shown() -> None:
    assert personal(LIST) == {"hold": {"identity": 2, "bank_account": 1, "phone": 1, "home_address": 1}}
    [finding] = examine(LIST)
    assert not any(secret in finding.text for secret in ("091099001234", "19031234567", "0912345678", "Hòa Lợi"))
    assert "2 số căn cước" in finding.text
    assert "[số căn cước]" in finding.text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ông Lê C, điện thoại 0987.654.321, có đơn khiếu nại.", {"hold": {"phone": 1}}),
        ("Liên hệ đồng chí Nguyễn Văn A, chuyên viên, điện thoại 0912.345.678.", {"note": {"phone": 1}}),
        ("Danh sách Sở hỗ trợ: ông A, sinh năm 1980, điện thoại 0912.345.678.", {"hold": {"phone": 1}}),
        ("Điện thoại: 0297.3862.003. Fax: 0297.3862.004. Email: skhcn@angiang.gov.vn", {}),
        ("Chuyển vào tài khoản 3741.0.1234567 tại Kho bạc Nhà nước tỉnh An Giang.", {}),
        ("Ông A nhận qua số tài khoản 0071000123456 tại Vietcombank.", {"hold": {"bank_account": 1}}),
        ("Thí sinh gửi bài cho anh Lê D qua hộp thư led@gmail.com.", {"warn": {"email": 1}}),
        ("Xe của ông A mang biển số 68A-123.45 đã va chạm.", {"warn": {"licence_plate": 1}}),
        ("Trụ sở: số 18 Nguyễn Du, Hà Nội. Tổng kinh phí 1.234.567.890 đồng.", {}),
        (REPORT, {}),
    ],
)
def test_whose_data_it_is_decides(text: str, found: dict[str, dict[str, int]]) -> None:
    assert personal(text) == found


def test_the_page_of_the_first_one_is_told() -> None:
    [finding] = examine("Đoạn.\n\n" * 7 + "Số CCCD của ông A: 091099001234.")
    assert finding.page == 2
