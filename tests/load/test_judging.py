"""What the soak calls growth. The soak itself is `make soak`, and for two minutes `make soak-short`."""

from __future__ import annotations

from collections import Counter

from tests.load.asking import Outcome
from tests.load.service import Usage
from tests.load.soak import judged


def test_growth_is_told_from_a_flat_line() -> None:
    outcome = Outcome(seconds=1, took=[1.0], codes=Counter({200: 1}))
    flat = [Usage(300, 50, 20, 10)] * 20
    assert judged(outcome, flat)
    assert not judged(outcome, [Usage(300 + 3 * n, 50, 20, 10) for n in range(20)])
    assert not judged(outcome, [Usage(300, 50 + n, 20, 10) for n in range(20)])


def test_a_refusal_is_no_answer() -> None:
    assert not judged(Outcome(seconds=1, took=[1.0], codes=Counter({200: 1, 429: 1})), [Usage(300, 50, 20, 10)] * 20)
