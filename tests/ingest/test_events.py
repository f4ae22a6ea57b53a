"""What a notice announces, in the ways offices write it."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.event_days import span
from ingest.events import read_event

ISSUED = date(2026, 8, 1)
KNOWN = {"kind": "Thông báo", "subject": "Tổ chức hội thảo về dữ liệu", "issuer": "Sở Khoa học và Công nghệ", "issued_on": ISSUED}


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("từ 8 giờ 00 đến 11 giờ 30 ngày 27 tháng 8 năm 2026", "2026-08-27T08:00", "2026-08-27T11:30"),
        ("07h30, thứ Năm, ngày 27/8/2026", "2026-08-27T07:30", "2026-08-27"),
        ("từ 8 giờ ngày 05/9/2026 đến 17 giờ 00 ngày 06/9/2026", "2026-09-05T08:00", "2026-09-06T17:00"),
        ("từ ngày 05 đến ngày 07 tháng 9 năm 2026", "2026-09-05", "2026-09-07"),
        ("trong hai ngày 05 và 06/9/2026", "2026-09-05", "2026-09-06"),
        ("05-07/9/2026", "2026-09-05", "2026-09-07"),
        ("ngày 12/9", "2026-09-12", "2026-09-12"),
        ("ngày 31/02/2026", "", ""),
        ("sẽ thông báo sau", "", ""),
    ],
)
def test_first_and_last_moment(text: str, start: str, end: str) -> None:
    assert span(text, ISSUED) == (start, end)


def test_labels_with_the_value_on_the_line_or_below() -> None:
    event = read_event(
        [
            *("Thời gian: 14 giờ 00 ngày 20/8/2026", "Địa điểm:", "Hội trường tầng 2, số 5 đường Trần Phú", "- Hình thức: trực tiếp"),
            *("Thành phần tham dự:", "- Lãnh đạo các sở, ngành;", "- Doanh nghiệp công nghệ.", "Hạn đăng ký: 17 giờ 00 ngày 15/8/2026"),
            *("Đăng ký tại https://dangky.example.vn/a.", "Liên hệ: bà Hoa, điện thoại 0297 000 000"),
        ],
        KNOWN,
    )
    assert event == {
        "title": "Tổ chức hội thảo về dữ liệu",
        "start": "2026-08-20T14:00",
        "end": "2026-08-20",
        "place": "Hội trường tầng 2, số 5 đường Trần Phú",
        "organiser": "Sở Khoa học và Công nghệ",
        "audience": "Lãnh đạo các sở, ngành; Doanh nghiệp công nghệ",
        "contact": "bà Hoa, điện thoại 0297 000 000",
        "registration_link": "https://dangky.example.vn/a",
        "registration_deadline": "2026-08-15T17:00",
    }


def test_a_sentence_that_gives_time_and_place() -> None:
    event = read_event(["Sở tổ chức hội thảo vào lúc 8 giờ 30 ngày 22 tháng 8 năm 2026 tại Trung tâm Hội nghị tỉnh."], KNOWN)
    assert (event["start"], event["place"]) == ("2026-08-22T08:30", "Trung tâm Hội nghị tỉnh")


def test_an_online_event_has_its_link() -> None:
    event = read_event(["Thời gian: ngày 22/8/2026", "Hình thức: trực tuyến", "Link tham dự: https://hop.example.vn/1"], KNOWN)
    assert event["link"] == "https://hop.example.vn/1"


def test_what_is_no_notice_of_an_event() -> None:
    lines = ["Thời gian: ngày 22/8/2026", "Địa điểm: Hà Nội"]
    assert read_event(lines, {**KNOWN, "subject": "Phân công trực lễ"}) == {}
    assert read_event(lines, {**KNOWN, "kind": "Nghị định"}) == {}
    assert read_event(["Nội dung đang được xây dựng."], KNOWN) == {}
