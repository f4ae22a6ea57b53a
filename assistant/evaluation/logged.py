"""The cases that staff made of logged questions, for the evaluation."""

from __future__ import annotations

from sqlalchemy import Engine

from assistant.evaluation.cases import Case
from assistant.records.cases import LoggedCase, kept

KIND = "logged"


def logged_cases(engine: Engine) -> list[Case]:
    """All of them, the oldest first. Blocks."""
    return [case_of(one) for one in reversed(kept(engine))]


def case_of(one: LoggedCase) -> Case:
    """As the evaluation knows it."""
    return Case(f"logged-{one.id}", KIND, KIND, one.question, one.wanted, one.cites, as_of=one.as_of)
