"""From JSON that is still being written to finished sentences."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.generation.drafting import Statement, statements
from assistant.generation.failure import ModelFailed

ONE = {"sources": [1], "text": "Câu thứ nhất."}
TWO = {"sources": [2], "text": "Câu thứ hai."}


def test_a_sentence_comes_as_soon_as_the_next_begins() -> None:
    arrived: list[str] = []

    def writing() -> Any:
        for partial in (
            {"sentences": [{"sources": [1], "text": "Câu thứ"}]},
            {"sentences": [ONE, {"sources": [2]}]},
            {"sentences": [ONE, TWO], "complete": True},
        ):
            arrived.append("partial")
            yield partial

    for statement in statements(writing()):
        arrived.append(statement.text)
    assert arrived == ["partial", "partial", "Câu thứ nhất.", "partial", "Câu thứ hai."]


def test_numbers_in_the_text_are_citations_and_are_taken_out() -> None:
    [found] = statements([{"sentences": [{"sources": [], "text": "Có 5 điều [2]."}], "complete": True}])
    assert found == Statement("Có 5 điều.", (2,))


def test_several_sentences_of_one_item_cite_the_same_passages() -> None:
    found = list(statements([{"sentences": [{"sources": [1, 3], "text": "- Câu một. Câu hai."}], "complete": True}]))
    assert found == [Statement("Câu một.", (1, 3)), Statement("Câu hai.", (1, 3))]


@pytest.mark.parametrize(
    ("partials", "reason"),
    [
        ([], "empty"),
        ([None], "empty"),
        ([{"sentences": [ONE, {"sources": [2], "text": "Câu thứ"}]}], "malformed"),
        ([{"sentences": "Câu thứ nhất."}], "malformed"),
        (["Xin chào"], "malformed"),
        ([[ONE]], "malformed"),
        ([{"complete": "có"}], "malformed"),
        ([{"sentences": [ONE] * n} for n in (30, 60)], "endless"),
    ],
)
def test_what_is_no_whole_answer(partials: list[Any], reason: str) -> None:
    with pytest.raises(ModelFailed) as failed:
        list(statements(partials))
    assert failed.value.reason == reason


@pytest.mark.parametrize(
    "item", [None, 7, "Câu.", {"text": 5}, {"sources": [1]}, {"sources": ["một"], "text": "   "}, {"sources": [1], "text": "…"}]
)
def test_items_that_are_no_sentence_are_passed_over(item: object) -> None:
    assert list(statements([{"sentences": [item, ONE], "complete": True}])) == [Statement("Câu thứ nhất.", (1,))]
