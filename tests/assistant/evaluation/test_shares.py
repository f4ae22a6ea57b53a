"""Shares, Wilson's interval, cases that hang together, and by how much one set-up is ahead of another."""

from __future__ import annotations

import random

import pytest

from assistant.evaluation.shares import Share, difference, share_of


@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    # Values of Wilson's interval from Brown, Cai, DasGupta (2001) and the formula worked out by hand.
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (95, 100, 0.8882, 0.9785)],
)
def test_wilsons_interval(right: int, count: int, low: float, high: float) -> None:
    assert Share(right, count).interval == pytest.approx((low, high), abs=5e-4)


def test_none_of_none_is_no_division_by_zero() -> None:
    assert Share(0, 0).value == 0
    assert Share(0, 0).interval == (0, 1)
    assert share_of([]) == Share(0, 0)


def test_cases_that_stand_alone_count_in_full() -> None:
    outcomes = [(str(n), n % 3 > 0) for n in range(60)]
    assert share_of(outcomes).interval == Share(40, 60).interval


def test_clusters_that_agree_count_as_one_case_each() -> None:
    """Ten dialogues of six turns, each wholly right or wholly wrong: ten cases, not sixty."""
    outcomes = [(f"dialogue {n // 6}", n // 6 < 5) for n in range(60)]
    found = share_of(outcomes)
    assert found == Share(30, 60)
    assert found.effective == pytest.approx(10)
    assert found.interval == Share(5, 10).interval


@pytest.mark.parametrize("outcome", [True, False])
def test_where_all_go_the_same_way_only_clusters_count(outcome: bool) -> None:
    found = share_of((f"dialogue {n // 6}", outcome) for n in range(60))
    assert found.interval == Share(10 * outcome, 10).interval


def test_clusters_never_make_an_interval_narrower() -> None:
    draw = random.Random(1)
    for _ in range(200):
        outcomes = [(str(draw.randint(0, 20)), draw.random() < 0.7) for _ in range(60)]
        low, high = share_of(outcomes).interval
        plain_low, plain_high = Share(sum(o for _, o in outcomes), 60).interval
        assert high - low >= plain_high - plain_low - 1e-9


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    """Dialogues of five turns that share a difficulty: 95 % of the intervals hold the true share, give or take."""
    draw = random.Random(7)
    held = plain = 0
    for _ in range(400):
        outcomes = []
        for dialogue in range(40):
            chance = draw.choice([0.4, 1.0])
            outcomes += [(str(dialogue), draw.random() < chance) for _ in range(5)]
        low, high = share_of(outcomes).interval
        held += low <= 0.7 <= high
        low, high = Share(sum(o for _, o in outcomes), len(outcomes)).interval
        plain += low <= 0.7 <= high
    assert held / 400 > 0.92
    assert plain / 400 < 0.90, "were the clusters ignored, too few would"


def test_the_difference_of_two_setups() -> None:
    value, low, high = difference([(str(n), n % 10 < 8, n % 10 < 5) for n in range(200)])
    assert value == pytest.approx(0.3)
    assert 0.2 < low < 0.3 < high < 0.4
    assert difference([(str(n), n % 10 < 8, n % 10 < 5) for n in range(200)]) == (value, low, high), "the dice are always the same"


def test_the_difference_is_less_sure_where_cases_hang_together() -> None:
    alone = difference([(str(n), n % 4 < 3, n % 4 < 2) for n in range(120)])
    together = difference([(str(n % 8), n % 4 < 3, n % 4 < 2) for n in range(120)])
    assert together[0] == pytest.approx(alone[0])
    assert together[2] - together[1] > 1.5 * (alone[2] - alone[1])


def test_no_cases_tell_nothing() -> None:
    assert difference([]) == (0, -1, 1)
