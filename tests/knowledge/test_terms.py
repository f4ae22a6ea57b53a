"""What a question is about: content, weights, and how much of it a text holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.normalise import fold
from knowledge.language.tones import ToneModel
from knowledge.terms import Terms, TermWeights, Text, read_terms

TEXTS = [
    "Sở Khoa học và Công nghệ chủ trì thực hiện chiến lược trí tuệ nhân tạo trên địa bàn tỉnh.",
    "Sở Thông tin và Truyền thông phối hợp tuyên truyền trên báo, đài và cổng thông tin điện tử của tỉnh.",
    "Đánh giá kết quả và bàn tay vàng của thợ thủ công trong tỉnh.",
]
WEIGHTS = TermWeights(ToneModel.learn(TEXTS))


def terms(question: str) -> Terms:
    return read_terms(question, WEIGHTS)


def content(question: str) -> list[str]:
    read = terms(question)
    return [s for s, c in zip(read.syllables, read.content, strict=True) if c]


def test_rare_weighs_more_than_common_and_unknown_weighs_most() -> None:
    assert 0 < WEIGHTS.weight("tinh") < WEIGHTS.weight("vang") < WEIGHTS.weight("bitcoin") == 1
    assert WEIGHTS.knows("tinh")
    assert not WEIGHTS.knows("bitcoin")


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Sở nào chủ trì ở đây vậy ạ?", ["so", "chu", "tri"]),
        ("bo nao ban hanh vay a", ["bo", "ban", "hanh"]),
        ("Cơ quan nào tuyên truyền?", ["co", "quan", "tuyen", "truyen"]),
        ("là gì thế nào", []),
        ("", []),
    ],
)
def test_words_that_only_ask_are_no_content(question: str, wanted: list[str]) -> None:
    assert content(question) == wanted


def test_marks_tell_a_stop_word_from_content_when_there_are_any() -> None:
    assert "bang" in content("bảng giá đất")
    assert "bang" not in content("tuyên truyền bằng đài")


def test_a_syllable_counts_in_full_only_beside_its_neighbour() -> None:
    gold = terms("giá vàng")
    apart, together = Text.read(TEXTS[2]), Text.read("giá vàng hôm nay")
    assert gold.coverage(together) == 1
    assert gold.coverage(apart) == pytest.approx(0.5)
    assert gold.coverage(Text.read(TEXTS[0])) == 0


def test_diacritics_do_not_change_coverage() -> None:
    typed = "Sở nào chủ trì chiến lược trí tuệ nhân tạo?"
    text = Text.read(TEXTS[0])
    assert terms(typed).coverage(text) == terms(fold(typed)).coverage(text) == 1


def test_other_marks_than_were_typed_count_less() -> None:
    held, other, without = Text.read("trồng lúa quí"), Text.read("trong lúa quý"), terms("trong lua quy")
    typed = terms("trồng lúa quý")
    assert typed.coverage(held) == 1, "quí and quý are one word"
    assert 0.5 < typed.coverage(other) < 1
    assert without.coverage(held) == without.coverage(other) == 1


def test_abbreviations_and_leading_zeros_in_texts_are_read() -> None:
    assert Text.read("UBND tỉnh").holds(("uy", "ban", "nhan", "dan"))
    assert Text.read("ngày 05/01/2021").holds(("5", "1", "2021"))
    assert Text.read("đạt 100%").holds(("phan", "tram"))
    assert not Text.read("ủy ban").holds(("ban", "uy"))


@given(st.text(max_size=60), st.text(max_size=60))
def test_coverage_is_a_share(question: str, text: str) -> None:
    read = terms(question)
    assert 0 <= read.coverage(Text.read(text)) <= 1 + 1e-9
    assert len(read.syllables) == len(read.content) == len(read.weights) == len(read.found_in(Text.read(text)))


@given(st.lists(st.sampled_from(TEXTS[0].split()), min_size=1, max_size=8).map(" ".join))
def test_more_text_never_covers_less(question: str) -> None:
    read = terms(question)
    assert read.coverage(Text.read(TEXTS[0])) <= read.coverage(Text.read(f"{TEXTS[0]} {TEXTS[1]}")) + 1e-9
