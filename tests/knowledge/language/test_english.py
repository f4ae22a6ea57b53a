"""English questions in the documents' words; Vietnamese ones keep theirs."""

from __future__ import annotations

import pytest

from knowledge.language.english import is_english, to_vietnamese

KNOWN = frozenset(["quyết", "định", "còn", "không", "can", "sang", "ai", "ký", "của", "văn", "bản", "nào", "kien", "giang", "ai"])


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("Is Decision 127 still in force?", "quyết định 127 còn hiệu lực?"),
        ("Who signed Decision 127?", "ai ký quyết định 127?"),
        ("Decision 127 còn valid không?", "quyết định 127 còn hiệu lực không?"),
        ("Ai sign Quyết định 127 vậy?", "Ai ký Quyết định 127 vậy?"),
        ("Quyết định 127/QĐ-TTg còn không?", "Quyết định 127/QĐ-TTg còn không?"),
        ("", ""),
    ],
)
def test_english_phrases_become_vietnamese(asked: str, wanted: str) -> None:
    assert to_vietnamese(asked, lambda word: word.lower() in KNOWN) == wanted


@pytest.mark.parametrize("text", ["ai ky quyet dinh 127", "co quan nao chu tri", "Is", "bao cao gui cho bo nao", "Quyết định in the"])
def test_vietnamese_is_not_taken_for_english(text: str) -> None:
    assert not is_english(text)


def test_words_that_vietnamese_has_too_are_kept() -> None:
    assert to_vietnamese("can sang ai", lambda word: word in KNOWN) == "can sang ai"


def test_what_is_asked_first_is_asked_last() -> None:
    assert to_vietnamese("What is the AI law?", lambda _: False) == "luật trí tuệ nhân tạo là gì?"
