"""HTML for Telegram: what is cut stays whole markup, loses no word, and fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.channels.telegram.markup import BOLD, FOLDED, ITALIC, MOST_UNITS, Markup, link, units
from tests.support.telegram_html import BadMarkup, visible

TAGS = (BOLD, ITALIC, FOLDED, link('https://a.vn/?x=1&y="2"\''))


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8"), max_size=60)
            | st.sampled_from(["Điều 5. " * 900, "😀" * 2500, "a" * 9000, "<&>\"'" * 900, "\n\n"]),
            st.lists(st.sampled_from(TAGS), max_size=3, unique=True),
        ),
        max_size=8,
    )
)
def test_any_text_becomes_valid_messages_that_fit_and_lose_nothing(parts: list[tuple[str, list[tuple[str, str]]]]) -> None:
    markup = Markup()
    for text, tags in parts:
        markup.add(text, *tags)
    pieces = markup.pieces()
    for piece in pieces:
        assert visible(piece.html) == piece.plain
        assert 0 < units(piece.plain) <= MOST_UNITS
        assert piece.plain == piece.plain.strip()
    assert "".join("".join(piece.plain for piece in pieces).split()) == "".join(markup.text.split())


def test_a_cut_is_made_between_paragraphs_then_sentences_then_words() -> None:
    markup = Markup()
    markup.add(f"{'x' * 2500}. yy\n\n{'z' * 3000}")
    assert [len(piece.plain) for piece in markup.pieces()] == [2504, 3000]
    markup = Markup()
    markup.add("Một câu ngắn. " * 500, BOLD)
    first, *_ = markup.pieces()
    assert first.plain.endswith("ngắn.")
    assert first.html.startswith("<b>")
    assert first.html.endswith("</b>")


def test_letters_are_composed_and_what_no_platform_takes_is_dropped() -> None:
    markup = Markup()
    markup.add("Tie\u0302\u0301ng\x00 Vie\u0323\u0302t\ud83d\x07")
    (piece,) = markup.pieces()
    assert piece.plain == "Tiếng Việt\ufffd"


def test_nothing_makes_no_message() -> None:
    markup = Markup()
    markup.add(" \n ")
    assert markup.pieces() == []


@pytest.mark.parametrize(
    "bad", ["<b>x", "x</b>", "<b><i>x</b></i>", "<p>x</p>", "a & b", "a < b", "&nbsp;", '<a href="x" onclick="y">z</a>', "<br>"]
)
def test_the_server_of_our_tests_refuses_what_telegram_refuses(bad: str) -> None:
    with pytest.raises(BadMarkup):
        visible(bad)
