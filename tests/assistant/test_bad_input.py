"""Whatever is typed: a status, a Vietnamese sentence, a row in the log; never a traceback."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from assistant.models import Answer, Status
from tests.assistant.conftest import Asking

VALIDITY = "Quyết định 127 còn hiệu lực không?"

BAD = [
    ("empty", "", "blocked_empty"),
    ("blanks", "  \t\n \u00a0 ", "blocked_empty"),
    ("punctuation", "?!...", "blocked_unreadable"),
    ("zero width", "\u200b\u200d\ufeff", "blocked"),
    ("control characters", "\x00\x01\x1b[31m\x7f", "blocked unanswerable clarification"),
    ("emoji", "🙂🙂👍🏽🇻🇳", "blocked_unreadable"),
    ("replacement marks", "Quy\ufffdt \ufffd\ufffdnh 127", "blocked_unreadable"),
    ("lone surrogates", "quyết \ud800 định \udfff 127 \udcc3", "blocked unanswerable answered"),
    ("100,000 letters", "a" * 100_000, "blocked_too_long"),
    ("100,000 of words", "chiến lược " * 9_091, "blocked_too_long"),
    ("100,000 blanks around", " " * 50_000 + "giá vàng" + " " * 50_000, "unanswerable"),
    ("100,000 marks", "a" + "\u0301" * 100_000, "blocked"),
    ("html", "<script>alert(1)</script>", "unanswerable blocked clarification"),
    ("html image", '<img src=x onerror="alert(1)">', "unanswerable blocked clarification"),
    ("sql", "'; DROP TABLE turns; --", "unanswerable blocked clarification"),
    ("sql union", "1 UNION SELECT * FROM turns WHERE 1=1", "unanswerable blocked clarification"),
    ("format slots", "{answer} {0} {nearest!r} %s %(x)s ${HOME}", "unanswerable blocked clarification"),
    ("query syntax", 'AND OR NOT "( [ a TO b ] ^ ~ * \\', "unanswerable blocked clarification"),
    ("template", "{{ 7*7 }} {% include '/etc/passwd' %}", "unanswerable blocked clarification"),
    ("english", "Who is the president of France today?", "unanswerable"),
    ("chinese", "今天天气怎么样", "unanswerable blocked clarification"),
    ("russian", "Какая сегодня погода в Москве?", "unanswerable"),
    ("arabic", "ما هو الطقس اليوم", "unanswerable blocked"),
    ("one letter", "x", "unanswerable clarification"),
    ("stop words", "là gì thế nào", "clarification unanswerable"),
    ("digits", "9" * 1500, "unanswerable clarification blocked"),
    ("one long word", "k" * 1900, "unanswerable clarification blocked"),
    ("bare slashes", "/" * 300 + "a", "unanswerable clarification blocked"),
]


WORDS = [
    "quyết định",
    "127",
    "127/QĐ-TTg",
    "kiên giang",
    "ai",
    "là",
    "gì",
    "mục tiêu",
    "2030",
    "(",
    "/",
    "-",
    "%",
    "k",
    "UBND",
    "đó",
    "còn",
    "\n",
]


def check(answer: Answer) -> None:
    assert answer.status is not Status.ERROR_INTERNAL
    assert len(answer.text) > 20
    assert "Traceback" not in answer.text
    assert any(letter in answer.text.lower() for letter in "ăâđêôơưạảấầậếềệốộợụ")
    assert answer.notice
    assert answer.answer_id


@pytest.mark.parametrize(("text", "wanted"), [(text, wanted) for _, text, wanted in BAD], ids=[name for name, _, _ in BAD])
def test_a_status_and_a_vietnamese_sentence(ask: Asking, text: str, wanted: str) -> None:
    with capture_logs() as logs:
        answer = ask(text, conversation="một cuộc")
    check(answer)
    assert answer.status.value in wanted.split() or answer.status.family in wanted.split(), answer.text
    assert not logs, "the turn was not logged, or failed"


@pytest.mark.parametrize(
    "text",
    [
        unicodedata.normalize("NFD", VALIDITY),
        "\u200b".join(VALIDITY),
        VALIDITY.replace(" ", "\u00a0"),
        VALIDITY.replace(" ", "\r\n"),
        f"\ufeff{VALIDITY}\x00",
        f"\x1b{VALIDITY}\u202e",
        VALIDITY.upper(),
        f"<b>{VALIDITY}</b>",
        f"🙂 {VALIDITY} 🙏",
        VALIDITY + " " * 3000,
    ],
    ids=["NFD", "zero width", "no-break", "newlines", "NUL", "escape", "capitals", "html", "emoji", "blanks"],
)
def test_a_question_in_strange_clothes_is_still_answered(ask: Asking, text: str) -> None:
    answer = ask(text)
    assert answer.status is Status.ANSWERED
    assert answer.sources[0].document_id == "quyet-dinh-127-qd-ttg"
    assert "28/8/2026" in answer.text


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.text(max_size=120))
def test_any_text_gets_an_answer(settled: Asking, text: str) -> None:
    check(settled(text))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
)
def test_any_mix_of_words_gets_an_answer_in_a_conversation(settled: Asking, text: str) -> None:
    check(settled(text, conversation="trộn"))
