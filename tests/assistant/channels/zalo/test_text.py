"""Text for Zalo: pieces that fit, nothing lost at a cut, markup only where it cannot be misread."""

from __future__ import annotations

import pytest

from assistant.channels.zalo.fields import event_id, moment, name
from assistant.channels.zalo.render import body_of
from assistant.channels.zalo.text import MOST, MOST_WITH_MARKUP, Text, shortened, units
from assistant.messages import Message, Paragraph, Quote, Span


def text_of(*parts: tuple[str, bool]) -> Text:
    text = Text()
    for words, bold in parts:
        text.add(words, bold=bold)
    return text


@pytest.mark.parametrize("words", ["một câu ngắn. " * 700, "x" * 5000, "😀" * 2000, "ố̂" * 3000, "a\n\n" * 2000], ids=str.split)
def test_pieces_fit_and_lose_nothing(words: str) -> None:
    pieces = text_of((words, True)).pieces()
    assert all(0 < units(piece.plain) <= MOST and units(piece.markdown) <= MOST_WITH_MARKUP for piece in pieces)
    joined = "".join("".join(piece.plain.split()) for piece in pieces)
    assert joined == "".join(text_of((words, False)).text.split())


def test_bold_is_marked_up_line_by_line_and_not_over_blanks() -> None:
    piece = text_of(("Tên ", True), ("và", False), (" hai\ndòng", True)).pieces()[0]
    assert piece.markdown == "**Tên** và **hai**\n**dòng**"
    assert piece.plain == "Tên và hai\ndòng"


@pytest.mark.parametrize("words", ["2 * 3", "a_b", "`x`", "~", "# số", "[a](b)", "<b>"])
def test_what_could_be_read_as_markup_stays_plain(words: str) -> None:
    assert text_of(("Tên", True), (f"\n{words}", False)).pieces()[0].markdown == ""


def test_nothing_makes_no_message() -> None:
    assert text_of((" \n ", True)).pieces() == []
    assert text_of(("\ud800\x00", False)).pieces()[0].plain == "�"


def test_a_quote_is_shortened_and_not_said_twice() -> None:
    heading = (Span("[1] Luật", bold=True),)
    quote = Quote(heading, "Lời của luật, " * 40)
    assert body_of(Message((quote,))).text.endswith("…”")
    assert len(body_of(Message((quote,))).text) < 260
    assert body_of(Message((Paragraph((Span("Lời của luật, " * 40),)), quote))).text.endswith("[1] Luật")
    assert shortened("a b", 10) == "a b"


def test_odd_fields_are_nothing() -> None:
    assert [name(odd) for odd in (None, True, 1.5, [], {}, 7, "x")] == ["", "", "", "", "", "7", "x"]
    assert [moment(odd) for odd in (None, "x", [], 1e30, -(10**20))] == [None] * 5
    assert moment("1750316131602") == moment(1750316131602)
    assert len(event_id("e" * 500, "", {"x": 1})) <= 160
    assert event_id("e", "m", {}) == "e:m"
