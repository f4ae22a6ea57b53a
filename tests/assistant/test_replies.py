"""The table of fixed sentences is complete, nothing in it is unused, and what it invites to ask is answered."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path

import pytest

import assistant
from assistant.models import Status
from assistant.replies import fact, part, quick_questions, reply
from tests.assistant.conftest import Asking

PACKAGE = Path(assistant.__file__).parent
TABLE = tomllib.loads((PACKAGE / "replies.toml").read_text(encoding="utf-8"))
SOURCE = "\n".join(p.read_text(encoding="utf-8") for p in PACKAGE.rglob("*.py"))


def test_every_status_has_a_sentence_and_there_is_no_other() -> None:
    assert set(TABLE["status"]) == {status.value for status in Status}


def test_every_status_is_used() -> None:
    unused = [status.name for status in Status if f"Status.{status.name}" not in SOURCE]
    assert not unused


@pytest.mark.parametrize(("group", "function"), [("parts", "part"), ("facts", "fact")])
def test_every_part_and_fact_is_used_and_every_used_one_exists(group: str, function: str) -> None:
    used = set(re.findall(rf"\b{function}\(\s*[\"'](\w+)[\"']", SOURCE))
    assert used - set(TABLE[group]) == set(), "used, but not in replies.toml"
    assert set(TABLE[group]) - used == set(), "in replies.toml, but not used"


@pytest.mark.parametrize("status", list(Status))
def test_a_status_reads_family_then_detail(status: Status) -> None:
    assert status.family in {"answered", "clarification", "unanswerable", "blocked", "error"}
    assert status.value == status.family or status.value.startswith(f"{status.family}_")


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.ANSWERED])
def test_a_reply_needs_no_arguments_and_shows_no_slot(status: Status) -> None:
    sentence = reply(status)
    assert len(sentence) > 20
    assert not re.search(r"[{}]|None", sentence)
    assert any(letter in sentence.lower() for letter in "ăâđêôơưạảấầậếềệốộợụ"), "not Vietnamese"


def test_slots_are_plain_names() -> None:
    texts = [*TABLE["status"].values(), *TABLE["parts"].values(), *TABLE["facts"].values()]
    assert all(name is None or name.isidentifier() for text in texts for _, name, _, _ in string.Formatter().parse(text))


def test_values_stand_in_their_slots_as_they_are() -> None:
    assert "Sở A{x}" in part("contact", name="Sở A{x}")
    assert "28/8/2026" in fact("validity_in_force", name="X", **{"from": "28/8/2026"})


def test_there_are_a_few_quick_questions_that_fit_a_button() -> None:
    questions = quick_questions()
    assert 3 <= len(questions) <= 8
    assert len(set(questions)) == len(questions)
    assert all(question.endswith("?") and len(question) <= 60 for question in questions)


@pytest.mark.parametrize("question", quick_questions())
def test_quick_questions_are_answered_from_the_starter_documents(settled: Asking, question: str) -> None:
    answer = settled(question)
    assert answer.status is Status.ANSWERED, answer.text
    assert answer.sources
