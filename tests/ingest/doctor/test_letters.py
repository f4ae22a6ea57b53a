"""Lost tones, wrong encodings and torn words are seen; good text, foreign text and symbols of numbers are left in peace."""

from __future__ import annotations

import re

import pytest

from knowledge.language.normalise import fold
from tests.ingest.doctor.patients import REPORT, decision, examine, told

TCVN3 = "Céng hoµ x· héi chñ nghÜa ViÖt Nam. QuyÕt ®Þnh nµy cã hiÖu lùc kÓ tõ ngµy ký. C¸c c¬ quan, ®¬n vÞ chÞu tr¸ch nhiÖm thi hµnh. "
ENGLISH = "The national strategy on artificial intelligence sets out the goals of research and development until 2030, and how to report. "


def letters(text: str) -> list[tuple[str, str]]:
    return [one for one in told(examine(text)) if one[0] in ("lost_tones", "garbled", "split_words")]


def test_a_text_without_tones_is_held() -> None:
    assert letters(fold(REPORT)) == [("lost_tones", "hold")]
    [finding] = [f for f in examine(fold(REPORT)) if f.kind == "lost_tones"]
    assert "ví dụ “" in finding.text
    assert finding.page == 1


def test_some_paragraphs_without_tones_are_a_warning() -> None:
    bare = fold(" ".join(REPORT.split("\n\n")[5:7]))
    assert letters("\n\n".join([REPORT, decision(), bare])) == [("lost_tones", "warn")]


@pytest.mark.parametrize(
    "broken",
    [
        REPORT.encode().decode("cp1252", "replace"),
        TCVN3 * 3,
        "".join(letter if letter.isascii() else "?" for letter in REPORT),
        re.sub("[àáảãạ]", "\ufffd", REPORT),
    ],
    ids=["utf-8 as cp1252", "tcvn3", "question marks", "replacement signs"],
)
def test_letters_of_a_wrong_encoding_are_held(broken: str) -> None:
    assert ("garbled", "hold") in letters(broken)


def test_torn_words_are_a_warning_with_an_example() -> None:
    [finding] = examine("Chương I. ĐIỀ U KHO ẢN chung\n\nCông dân thực hi ện quy ền của mình theo quy đị nh của pháp luật.")
    assert (finding.kind, finding.severity) == ("split_words", "warn")
    assert "ĐIỀ U KHO ẢN" in finding.text
    assert "2 đoạn" in finding.text


@pytest.mark.parametrize(
    "good",
    [
        REPORT,
        decision(),
        ENGLISH * 6,
        "Các văn bản: NĐ-CP, QĐ-TTg, TT-BKHCN, HĐND, UBND; ứng dụng OCR, chatbot, AI, ChatGPT trong CNTT.",
        "Xem https://skhcn.kiengiang.gov.vn/trang/tin-tuc/hoi-thao-tri-tue-nhan-tao-nam-hai-nghin-hai-muoi-mot?id=1&b=2",
        "100 120 3,5 % 4.000.000 đ\n\nA B C D E F G H",
    ],
    ids=["report", "decision", "english", "symbols", "link", "numbers"],
)
def test_good_text_is_left_in_peace(good: str) -> None:
    assert letters(good) == []
