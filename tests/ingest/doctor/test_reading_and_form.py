"""How the file was read, and what an official paper must say."""

from __future__ import annotations

import pytest

from tests.ingest.doctor.patients import REPORT, decision, examine, told


@pytest.mark.parametrize(("sure", "found"), [(0.55, "ocr_unsure hold"), (0.8, "ocr_unsure warn"), (0.97, "scanned note")])
def test_pages_read_from_pictures_are_named_with_their_confidence(sure: float, found: str) -> None:
    findings = [f for f in examine(decision(), scanned_pages=[1, 2, 3, 7], ocr_confidence=sure) if "ocr" in f.kind or f.kind == "scanned"]
    assert [f"{f.kind} {f.severity}" for f in findings] == [found]
    assert "Trang 1–3, 7 là ảnh quét" in findings[0].text
    assert f"{sure:.0%}" in findings[0].text


def test_an_old_encoding_and_a_wrong_ending_are_notes() -> None:
    assert told(examine(decision(), encoding="TCVN3", read_as="rtf")) == [("encoding", "note"), ("mislabelled", "note")]


def test_an_official_paper_without_number_or_date_is_a_warning() -> None:
    assert told(examine(decision())) == []
    assert told(examine(REPORT)) == [("missing_number", "warn")]
    blank = decision(number="     /QĐ-UBND", day="     tháng     năm 2026")
    assert told(examine(blank)) == [("missing_number", "warn"), ("missing_date", "warn")]


def test_a_number_of_another_year_than_its_day_is_a_warning() -> None:
    assert told(examine(decision(number="12/2026/QĐ-UBND"))) == []
    assert told(examine(decision(number="12/2024/QĐ-UBND"))) == [("years_apart", "warn")]


def test_a_web_page_owes_no_number() -> None:
    assert examine("Hội thảo trí tuệ nhân tạo diễn ra tại Rạch Giá.\n\nMời bạn đăng ký tham dự trên trang của Sở.") == []


def test_an_article_of_law_owes_no_number() -> None:
    assert examine("Hình thức văn bản\n\nVăn bản phải ghi Cộng hòa xã hội chủ nghĩa Việt Nam theo mẫu do Chính phủ quy định.") == []
