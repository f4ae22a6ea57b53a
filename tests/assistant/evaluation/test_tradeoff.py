"""The curve agrees with what the assistant does when its threshold is really set."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.evaluation.cases import Case, read_cases
from assistant.evaluation.measure import Result, run_cases, wrongly_answered, wrongly_refused
from assistant.evaluation.observe import observed_assistant
from assistant.evaluation.shares import Share
from assistant.evaluation.tradeoff import curve, curve_by_score
from assistant.models import Answer, Status
from knowledge.base import KnowledgeBase
from tests.assistant.conftest import make_assistant_settings
from tests.support.shell import ROOT

YES, NO = ("answered",), ("unanswerable",)


def result(name: str, wanted: tuple[str, ...], evidence: float | None, answered: bool = True) -> Result:
    status = Status.ANSWERED if answered else Status.BLOCKED_MEDICAL
    return Result(Case(name, "", "", "?", wanted), Answer("", status, "", date(2026, 1, 1), 1), (), evidence)


BOLD = [
    result("sure", YES, 0.9),
    result("unsure", YES, 0.3),
    result("from metadata", YES, None),
    result("only a name", YES, 0.1),
    result("blocked", YES, None, answered=False),
    result("wrong and sure", NO, 0.6),
    result("wrong and unsure", NO, 0.2),
    result("rightly blocked", NO, None, answered=False),
]


def test_the_points_of_the_curve() -> None:
    points = curve(BOLD, {"only a name": True, "sure": True}, 0.5, [0.0, 0.25, 0.5, 0.7, 1.0])
    assert [p.wrongly_answered.right for p in points] == [2, 1, 1, 0, 0]
    assert [p.wrongly_refused.right for p in points] == [1, 1, 2, 2, 3]
    assert points[0].wrongly_answered == Share(2, 3)
    assert points[0].wrongly_refused == Share(1, 5)


def test_the_curve_of_a_search_goes_from_always_to_never() -> None:
    points = curve_by_score([r if r.evidence is not None else replace(r, evidence=-2.5) for r in BOLD])
    assert points[0].wrongly_answered == Share(2, 3)
    assert (points[-1].threshold, points[-1].wrongly_answered.right, points[-1].wrongly_refused.right) == (math.inf, 0, 5)
    refused = [p.wrongly_refused.right for p in points]
    assert refused == sorted(refused)
    assert len(curve_by_score([])) == 1


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """Every twelfth case that stands alone: a refused turn would change what the next turn leans on."""
    alone = [c for c in read_cases(ROOT / "tests" / "golden") if c.conversation is None and len(c.question) < 300]
    return alone[::12]


def test_the_curve_tells_what_a_real_threshold_does(tmp_path: Path, starter_base: KnowledgeBase, cases: list[Case]) -> None:
    runs = {}
    for threshold in (0.0, 0.5, 0.75):
        with observed_assistant(make_assistant_settings(tmp_path, answer_threshold=threshold), starter_base) as answering:
            runs[threshold] = run_cases(cases, answering)
    at_half = {r.case.case_id: r.answered for r in runs[0.5]}
    for point in curve(runs[0.0], at_half, 0.5, [0.0, 0.5, 0.75]):
        really = runs[point.threshold]
        assert (point.wrongly_answered, point.wrongly_refused) == (wrongly_answered(really), wrongly_refused(really)), point.threshold


def test_measuring_leaves_no_trace_in_the_question_log(tmp_path: Path, starter_base: KnowledgeBase, cases: list[Case]) -> None:
    with observed_assistant(make_assistant_settings(tmp_path), starter_base) as answering:
        [found] = run_cases([replace(cases[0], question="Kiên Giang giao cơ quan nào chủ trì?")], answering)
    assert list(tmp_path.iterdir()) == []
    assert found.ranked
    assert found.evidence is not None
