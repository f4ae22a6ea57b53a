"""Where sentences end, and where they only seem to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.sentences import cut_at_sentence, sentences


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Một câu. Hai câu! Ba câu? Bốn", ["Một câu.", "Hai câu!", "Ba câu?", "Bốn"]),
        ("Tại TP. Hồ Chí Minh có hội thảo. Vào cửa tự do.", ["Tại TP. Hồ Chí Minh có hội thảo.", "Vào cửa tự do."]),
        ("PGS. TS. Nguyễn Văn A phát biểu. Hết.", ["PGS. TS. Nguyễn Văn A phát biểu.", "Hết."]),
        ("Điều 3. Giải thích từ ngữ", ["Điều 3. Giải thích từ ngữ"]),
        ("Gồm 1.000.000 đồng, tăng 2.5 lần. Xong.", ["Gồm 1.000.000 đồng, tăng 2.5 lần.", "Xong."]),
        ("a) việc một; b) việc hai; c) việc ba.", ["a) việc một;", "b) việc hai;", "c) việc ba."]),
        ("Ông nói: “Có.” Rồi đi.", ["Ông nói: “Có.”", "Rồi đi."]),
        ("v.v. Và tiếp", ["v.v. Và tiếp"]),
        ("", []),
        ("   ", []),
    ],
)
def test_sentences(text: str, wanted: list[str]) -> None:
    assert sentences(text) == wanted


@given(st.text(alphabet="ab .;!?…”)\n1Đ", max_size=80))
def test_nothing_is_lost(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@given(st.text(alphabet="ab .;!?1Đ", max_size=200), st.integers(1, 80))
def test_a_cut_keeps_whole_sentences_from_the_start(text: str, limit: int) -> None:
    kept, cut = cut_at_sentence(text, limit)
    parts = sentences(text)
    if len(text) <= limit:
        assert (kept, cut) == (text, False)
        return
    assert kept in [" ".join(parts[:n]) for n in range(len(parts) + 1)]
    assert len(kept) <= limit or kept == parts[0]


def test_a_first_sentence_that_is_too_long_is_kept_whole() -> None:
    text = "Một câu rất dài không có chỗ nghỉ nào. Hai."
    assert cut_at_sentence(text, 5) == ("Một câu rất dài không có chỗ nghỉ nào.", True)
