"""A sentence that staff put in the place of a fixed one keeps every slot, adds none, and fits."""

from __future__ import annotations

import pytest

from assistant.replies import originals
from assistant.sentences import Problem, problem_with

NOTICE = ("status", "blocked_service_paused")


@pytest.mark.parametrize(
    ("sentence", "problem"),
    [
        ("Trợ lý nghỉ.{notice}{contact}", None),
        ("Trợ lý nghỉ.{notice} {{tạm}} {contact} {contact}", None),
        ("Trợ lý nghỉ.{contact}", Problem("lost", ("notice",))),
        ("Trợ lý nghỉ.", Problem("lost", ("contact", "notice"))),
        ("{notice}{contact}{secret}", Problem("strange", ("secret",))),
        ("{notice}{contact}{}", Problem("strange", ("",))),
        ("{notice}{contact}{0}", Problem("strange", ("0",))),
        ("{notice.__class__}{contact}", Problem("lost", ("notice",))),
        ("{notice!r}{contact}{notice}", Problem("strange", ("notice!r",))),
        ("{notice:>9999999}{contact}{notice}", Problem("strange", ("notice:>9999999",))),
        ("{notice}{contact", Problem("braces")),
        ("{notice}{contact}}", Problem("braces")),
        (" \n", Problem("empty")),
        ("x" * 5000 + "{notice}{contact}", Problem("too_long", (str(2 * len(originals()[NOTICE]) + 200),))),
    ],
)
def test_what_is_refused(sentence: str, problem: Problem | None) -> None:
    found = problem_with(*NOTICE, sentence)
    assert (found and found.reason) == (problem and problem.reason)
    if problem and problem.reason != "empty":
        assert found == problem


def test_every_original_may_stay_as_it_is() -> None:
    assert [name for name, text in originals().items() if text.strip() and problem_with(*name, text)] == []
