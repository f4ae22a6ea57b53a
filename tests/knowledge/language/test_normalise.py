"""Cleaning keeps what a reader sees; canonical and folded forms make spellings meet."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.normalise import bigrams, canonical, clean, fold, folded_syllables, has_diacritics, syllables


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (unicodedata.normalize("NFD", "Quyết định số 127"), "Quyết định số 127"),
        ("trí\u200b tuệ\ufeff nhân\u00ad tạo", "trí tuệ nhân tạo"),
        ("một\u00a0hai\u3000ba\tbốn", "một hai ba bốn"),
        ("dòng một\r\ndòng hai\rdòng ba", "dòng một\ndòng hai\ndòng ba"),
        ("a\x00b\x07c\x9dd", "a b c d"),
        ("lẻ \ud800 loi", "lẻ loi"),
        ("  hai đầu  \n  thừa  ", "hai đầu\nthừa"),
        ("\u202eđảo\u202c chiều", "đảo chiều"),
        ("👍 giữ hình", "👍 giữ hình"),
        ("<b>đậm</b> & 'x'; DROP TABLE", "<b>đậm</b> & 'x'; DROP TABLE"),
        ("tri\u200b\u0301", "trí"),
        ("\u200b\u200b", ""),
        ("", ""),
    ],
)
def test_clean_gives_plain_nfc_text(raw: str, expected: str) -> None:
    assert clean(raw) == expected


@given(st.text())
def test_clean_never_fails_and_cleaning_again_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert once == once.encode("utf-8").decode("utf-8")
    assert "\0" not in once


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hoà", "hòa"), ("thuý", "thúy"), ("khoẻ", "khỏe"), ("TOẠ", "tọa"), ("UỶ BAN", "ủy ban")],
)
def test_canonical_gives_both_tone_placements_one_form(one: str, other: str) -> None:
    assert canonical(one) == canonical(other) == other


@pytest.mark.parametrize("word", ["quý", "quỳ", "hoàn", "toán", "loạn", "xoẹt"])
def test_canonical_leaves_words_whose_tone_may_not_move(word: str) -> None:
    assert canonical(word) == word


def test_fold_strips_every_vietnamese_mark() -> None:
    assert fold("Đến năm 2025, ƯỚC đạt bữa trưa ở Huế") == "den nam 2025, uoc dat bua trua o hue"
    assert fold(unicodedata.normalize("NFD", "Điều ước")) == "dieu uoc"


@given(st.text())
def test_folding_a_folded_text_changes_nothing_that_matters(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_syllables_are_words_and_numbers_in_order() -> None:
    assert syllables("Nghị định 142/2026/NĐ-CP: “hoà giải”") == ["nghị", "định", "142", "2026", "nđ", "cp", "hòa", "giải"]


@pytest.mark.parametrize(
    ("one", "other"), [("quản lý", "quan li"), ("ngày 01/02", "ngay 1/2"), ("Kỹ thuật", "ki thuat"), ("Mỹ", "mi"), ("năm 000", "nam 0")]
)
def test_folded_syllables_of_both_spellings_are_equal(one: str, other: str) -> None:
    assert folded_syllables(one) == folded_syllables(other)


def test_folded_syllables_keep_different_words_apart() -> None:
    assert folded_syllables("huy") != folded_syllables("hui")
    assert folded_syllables("thay") != folded_syllables("thai")
    assert folded_syllables("100") != folded_syllables("1")


def test_bigrams_join_neighbours() -> None:
    assert bigrams(["chien", "luoc", "ai"]) == ["chien_luoc", "luoc_ai"]
    assert bigrams(["ai"]) == []


def test_has_diacritics() -> None:
    assert has_diacritics("đường")
    assert not has_diacritics("DUONG 127 AI")
