"""The same text twice, nearly the same, under another number, and older or newer: each told with its likeness."""

from __future__ import annotations

import random

import numpy as np
import pytest

from ingest.doctor.doctor import Doctor
from ingest.doctor.findings import Finding
from ingest.doctor.neighbours import Neighbours
from ingest.doctor.sketch import similarities, sketch_of
from knowledge.language.normalise import fold
from tests.ingest.doctor.patients import decision, described, raw_of

_WORDS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "trăm", "nghìn", "vạn", "triệu", "tỷ")
LONGER = "\n\nCác sở, ban, ngành gửi kế hoạch riêng của mình về Văn phòng trước cuối tháng để tổng hợp."


def one_after_another(*texts: str) -> tuple[Doctor, list[tuple[Finding, ...]]]:
    doctor = Doctor([], dict)
    raws = [raw_of(text) for text in texts]
    return doctor, [doctor.examine(raw, described(raw, f"van-ban-{n}")) for n, raw in enumerate(raws)]


def kinds(findings: tuple[Finding, ...]) -> list[tuple[str, str, str | None]]:
    return [(f.kind.value, f.severity.value, f.other) for f in findings]


def test_the_same_text_twice_is_a_warning() -> None:
    _, (first, second) = one_after_another(decision(), decision())
    assert first == ()
    assert kinds(second) == [("duplicate", "warn", "van-ban-0")]
    assert second[0].similarity == 1.0


def test_several_copies_are_one_finding_that_names_them() -> None:
    _, found = one_after_another(*[decision()] * 6)
    assert [finding.text for finding in found[2]] == ["Trùng nội dung với “123/QĐ-UBND (van-ban-0)” và “123/QĐ-UBND (van-ban-1)”."]
    assert found[5][0].text.endswith("“123/QĐ-UBND (van-ban-2)” và 2 văn bản khác.")


def test_a_scan_with_slipped_tones_is_the_same_text() -> None:
    _, (_, second) = one_after_another(decision(), fold(decision()))
    assert ("duplicate", "warn", "van-ban-0") in kinds(second)


def test_nearly_the_same_text_is_a_warning_with_its_likeness() -> None:
    _, (_, second) = one_after_another(decision(), decision(more=LONGER))
    assert kinds(second) == [("near_duplicate", "warn", "van-ban-0")]
    assert second[0].similarity is not None
    assert 0.75 < second[0].similarity < 0.97
    assert f"{second[0].similarity:.0%}" in second[0].text


def test_the_same_paper_under_another_number_is_held() -> None:
    _, (_, second) = one_after_another(decision("123/QĐ-UBND"), decision("128/QĐ-UBND"))
    assert kinds(second) == [("other_number", "hold", "van-ban-0")]


def test_a_form_letter_of_another_day_is_no_misread_number() -> None:
    _, (_, second) = one_after_another(decision("123/QĐ-UBND"), decision("128/QĐ-UBND", "15 tháng 04 năm 2026"))
    assert [severity for _, severity, _ in kinds(second)] == ["warn"]


def test_an_older_version_is_held_and_a_newer_one_warns() -> None:
    old, new = decision(day="12 tháng 03 năm 2025"), decision(day="12 tháng 03 năm 2026", more=LONGER)
    doctor, (_, second) = one_after_another(new, old)
    assert kinds(second) == [("older_version", "hold", "van-ban-0")]
    assert doctor.late == {}
    doctor, (first, second) = one_after_another(old, new)
    assert (first, kinds(second)) == ((), [("newer_version", "warn", "van-ban-0")])
    assert kinds(tuple(doctor.late["van-ban-0"])) == [("older_version", "hold", "van-ban-1")]


def test_the_same_words_under_another_day_are_a_copy_whose_day_was_misread() -> None:
    _, (_, second) = one_after_another(decision(day="12 tháng 03 năm 2025"), decision(day="25 tháng 12 năm 2001"))
    assert kinds(second) == [("duplicate", "warn", "van-ban-0")]


def test_a_number_that_begins_anew_each_year_is_another_paper() -> None:
    other = (
        "Số: 123/QĐ-UBND\n\nAn Giang, ngày 05 tháng 01 năm 2024\n\nQUYẾT ĐỊNH\n\nVề việc khen thưởng tập thể\n\nĐiều 1. "
        + "Tặng bằng khen. " * 20
    )
    _, (_, second) = one_after_another(other, decision())
    assert second == ()


def test_a_document_is_no_copy_of_itself_nor_of_one_that_was_moved() -> None:
    raw = raw_of(decision())
    doctor = Doctor([described(raw, "cu", "/khong/con/o/day.txt"), described(raw, "van-ban")], dict)
    doctor.examine(raw, described(raw, "cu", "/khong/con/o/day.txt"))
    assert doctor.examine(raw, described(raw)) == ()


@pytest.mark.parametrize("changed", [0, 10, 30, 80])
def test_the_sketch_estimates_the_likeness(changed: int) -> None:
    draw = random.Random(127)
    words = [
        draw.choice(["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "trăm", "nghìn", "vạn", "triệu", "tỷ"])
        for _ in range(600)
    ]
    other = list(words)
    for place in draw.sample(range(600), changed):
        other[place] = "khác"
    runs = [{tuple(map(fold, w[i : i + 3])) for i in range(598)} for w in (words, other)]
    exact = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
    one, two = sketch_of(words), sketch_of(other)
    assert one is not None
    assert two is not None
    assert abs(float(similarities(one, two[None])[0]) - exact) < 0.13


def test_a_short_text_is_not_compared() -> None:
    assert sketch_of(["một"] * 19) is None


def test_many_neighbours_are_kept_apart() -> None:
    draw = np.random.default_rng(1)
    raw = raw_of("Đoạn.")
    documents = [described(raw, f"d{n}") for n in range(200)]
    sketches = {f"digest of d{n}": draw.integers(0, 1 << 32, 128, np.uint32) for n in range(200)}
    neighbours = Neighbours(documents, lambda: sketches)
    [near] = neighbours.near(described(raw, "moi"), sketches["digest of d150"])
    assert (near.document.document_id, near.similarity) == ("d150", 1.0)
