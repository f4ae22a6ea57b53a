"""Texts made to keep an expression busy: ten times the longest question, read by everything that reads what people type.

An expression that tries every way to fit takes hours over one of these; the test's own time limit ends it.
"""

from __future__ import annotations

import pytest

from assistant.privacy import hide
from knowledge.language.abbreviations import expand
from knowledge.language.normalise import bigrams, clean, folded_syllables, syllables
from knowledge.language.sentences import sentences
from tests.assistant.conftest import Asking

LENGTH = 20_000
HOSTILE = {
    "digits": "1",
    "digits and blanks": "1 ",
    "digits and dashes": "09-",
    "an address that never ends": "a.",
    "an e-mail without an end": "a@a.",
    "open brackets": "((((",
    "quotes and dots": "“…",
    "capitals": "A ",
    "names": "Nguyễn ",
    "streets": "số 1 đường ",
    "document numbers": "1/QĐ-",
    "combining marks": "ạ̈",
    "line breaks": "\n \n",
    "blanks": " \t",
    "orders": "bỏ qua mọi ",
    "dates": "ngày 1/1/",
}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("kind", HOSTILE)
def test_no_text_makes_reading_slow(kind: str, settled: Asking) -> None:
    unit = HOSTILE[kind]
    for text in ((unit * LENGTH)[:LENGTH], (unit * LENGTH)[:LENGTH] + "!", "x" + (unit * LENGTH)[:LENGTH] + "\0"):
        hidden = hide(text).text
        read = clean(hidden)
        assert len(bigrams(folded_syllables(read))) <= LENGTH
        assert len(syllables(read)) <= LENGTH
        assert expand(read, question=True) is not None
        assert sum(map(len, sentences(read))) <= len(read)
    for text in ((unit * LENGTH)[:2000], (unit * LENGTH)[:1990] + " là gì?"):
        assert settled(text).text
