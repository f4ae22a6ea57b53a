"""Two readings of a line made one, and the steps before: letters to words, torn and run-together words."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from ingest.clean import apart
from ingest.readers import ocr
from ingest.readers.letters import Letter, Word, letters, words
from ingest.readers.second_reading import Said, agreed


def read(text: str, sure: float = 0.9, **others: float) -> list[Word]:
    """Words of equal sureness; `others` are further readings of the last."""
    found = [Word(word, sure, ((word, log(sure)),)) for word in text.split()]
    last = found[-1]
    return [*found[:-1], Word(last.text, sure, (*last.readings, *((t, log(p)) for t, p in others.items())))]


def said(text: str, sure: float = 0.9) -> list[Said]:
    return [(word, sure) for word in text.split()]


def joined(found: list[Word]) -> str:
    return " ".join(word.text for word in found)


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        (read("lễ kỳ", 0.6, kỷ=0.3), said("lễ kỷ", 0.95), "lễ kỷ"),
        (read("lễ kỷ", 0.99), said("lễ kỳ", 0.1), "lễ kỷ"),
        # Parted differently: the reading that is all syllables, else the surer one.
        (read("vàcông nghệ"), said("và công nghệ", 0.5), "và công nghệ"),
        (read("và công nghệ"), said("vàcông nghệ", 0.99), "và công nghệ"),
        (read("xy zt", 0.4), said("xyzt", 0.9), "xyzt"),
        # A second reader sees words where the first saw none; never mere signs.
        (read("kế hoạch"), said("kế hoạch năm", 0.95), "kế hoạch năm"),
        (read("kế hoạch"), said("kế hoạch ._", 0.95), "kế hoạch"),
        (read("kế hoạch năm"), said("kế hoạch"), "kế hoạch năm"),
        # The first reader keeps capitals and the stop behind a number.
        (read("cơ sở", 0.5), said("cơ SỞ", 0.99), "cơ sở"),
        (read("1. Mục", 0.5), said("1: Mục", 0.99), "1. Mục"),
    ],
)
def test_readings_of_a_line(first: list[Word], second: list[Said], whole: str) -> None:
    assert joined(agreed(first, second)) == whole


def test_both_readings_stay_open_for_who_knows_the_language() -> None:
    (word,) = agreed(read("kỳ", 0.6, kỷ=0.3), said("kỵ", 0.5))
    assert {text for text, _ in word.readings} == {"kỳ", "kỷ", "kỵ"}
    assert word.text == word.readings[0][0]
    assert [value for _, value in word.readings] == sorted((value for _, value in word.readings), reverse=True)


def test_letters_come_from_columns() -> None:
    charset = "abcê "
    ids = np.array([0, 1, 1, 0, 4, 0, 5, 2])  # blank a a blank ê blank " " b
    others = np.zeros((8, 8), dtype=np.int64)
    values = np.full((8, 8), -20.0)
    for column, best in enumerate(ids):
        others[column, 0], values[column, 0] = best, -0.1
    others[4, 1], values[4, 1] = 3, -2.0  # ê may be c
    line = letters(ids, others, values, charset)
    assert [letter.text for letter in line] == ["a", "ê", " ", "b"]
    assert line[1].others[0] == ("c", -2.0)  # then the letters that a scan makes of it
    first, second = words(line)
    assert (first.text, first.readings[:2]) == ("aê", (("aê", -0.2), ("ac", -2.1)))
    assert second.text == "b"


def test_a_letter_never_becomes_a_digit_or_a_capital() -> None:
    others = np.array([[2, 3, 4, 1, 0, 0, 0, 0]])
    values = np.array([[-0.1, -0.5, -0.6, -0.7, -9.0, -9.0, -9.0, -9.0]])
    (letter,) = letters(np.array([2]), others, values, "1lLi")
    assert letter == Letter("l", -0.1, (("i", -0.6),))


@pytest.mark.parametrize(
    ("word", "parted"),
    [
        ("Tựdo", "Tự do"),
        ("phânbón", "phân bón"),
        ("ĐUỢC", "ĐUỢC"),
        ("nghiêng", "nghiêng"),
        ("database", "database"),
        ("QĐ-UBND", "QĐ-UBND"),
    ],
)
def test_words_run_together_are_parted(word: str, parted: str) -> None:
    assert apart(word) == parted


def test_doubts_count_words_after_mending() -> None:
    torn = [*read("ĐIỀ U"), *read("vàcông"), *read("lễ kỳ", 0.6, kỷ=0.3)]
    whole = ocr._whole(torn)
    assert joined(whole) == "ĐIỀU và công lễ kỳ"
    assert [n for n, word in enumerate(whole) if len(word.readings) > 1] == [4]
