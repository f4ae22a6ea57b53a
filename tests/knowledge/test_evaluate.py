"""Figures of retrieval, the held-out fifth, and slips of the finger."""

from __future__ import annotations

import random

import pytest

from knowledge.evaluate import figures, first_rank, held_out, with_typos


def test_figures_count_ranks() -> None:
    assert figures([1, 2, None, 11]) == {"questions": 4, "hit@1": 0.25, "hit@5": 0.5, "hit@10": 0.5, "mrr@10": 0.375}
    assert figures([]) == {"questions": 0}


def test_the_first_right_document_counts() -> None:
    assert first_rank(["a", "b", "c"], {"c", "b"}) == 2
    assert first_rank(["a"], {"z"}) is None


def test_about_a_fifth_is_held_out_and_always_the_same() -> None:
    held = {n for n in range(1000) if held_out(f"question-{n}")}
    assert 150 < len(held) < 250
    assert held == {n for n in range(1000) if held_out(f"question-{n}")}


@pytest.mark.parametrize("seed", range(5))
def test_every_third_syllable_gets_one_slip(seed: int) -> None:
    question = "cơ quan nào chủ trì chiến lược trí tuệ a nhân tạo x"
    before, after = question.split(), with_typos(question, random.Random(seed)).split()
    assert len(before) == len(after)
    assert all(a == b for n, (a, b) in enumerate(zip(before, after, strict=True)) if n % 3 != 2 or len(a) == 1)
    assert all(abs(len(a) - len(b)) <= 1 for a, b in zip(before, after, strict=True))
    assert question != " ".join(after)
    assert with_typos(question, random.Random(seed)) == " ".join(after)
