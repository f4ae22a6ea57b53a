"""Standardised scores and their weighted sum."""

from __future__ import annotations

import pytest

from knowledge.fusion import fuse, standard_keyword_scores


def test_scores_are_standard_deviations_above_the_mean_of_all_chunks() -> None:
    standard, absent = standard_keyword_scores({"a": 4.0, "b": 2.0}, 4)
    mean, deviation = 1.5, (5.0 - 2.25) ** 0.5
    assert standard == {"a": pytest.approx((4 - mean) / deviation), "b": pytest.approx((2 - mean) / deviation)}
    assert absent == standard["b"]


def test_no_hits_give_no_scores() -> None:
    assert standard_keyword_scores({}, 100) == ({}, 0.0)


def test_equal_scores_of_all_chunks_say_nothing() -> None:
    standard, _ = standard_keyword_scores({"a": 2.0, "b": 2.0}, 2)
    assert standard == {"a": pytest.approx(0.0), "b": pytest.approx(0.0)}


@pytest.mark.parametrize(("weight", "first"), [(1.0, "a"), (0.0, "b"), (0.5, "b")])
def test_the_weight_decides_between_meaning_and_words(weight: float, first: str) -> None:
    scores = fuse({"a": 2.0, "b": 1.0, "c": 0.0}, {"b": 3.0, "a": 1.0}, absent=-1.0, dense_weight=weight)
    assert max(scores, key=lambda c: scores[c]) == first
    assert scores["c"] == pytest.approx((1 - weight) * -1.0)
