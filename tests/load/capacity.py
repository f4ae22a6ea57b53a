"""How many different questions a second, beside the embedder alone; the delays at 70 % of that; then repeated questions."""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.conftest import make_settings
from tests.load.asking import Asker, questions
from tests.load.judging import verdict
from tests.load.service import running

PEOPLE = 16
UNCACHED = {"ANSWER_CACHE": "0"}
_THREADS = 4
"""As many as answer questions, by default."""


def embedder_alone(data: Path, seconds: float) -> float:
    """Questions a second that the embedder turns into vectors with as many threads as answer questions, and nothing else to do."""
    from knowledge.base import KnowledgeBase
    from knowledge.search import read_query

    base = KnowledgeBase(make_settings(data))
    texts = [read_query(question, base.view()).accented for question in questions()]
    deadline = time.perf_counter() + seconds

    def work(n: int) -> int:
        done = 0
        while time.perf_counter() < deadline:
            base.embedder.query(texts[(n + _THREADS * done) % len(texts)])
            done += 1
        return done

    with ThreadPoolExecutor(_THREADS) as pool:
        done = sum(pool.map(work, range(_THREADS)))
    base.close()
    return done / seconds


async def _alone(data: Path, seconds: float) -> float:
    """The same in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.load", "embedder", str(data), str(seconds), stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    return float(out.decode().split()[-1])


async def capacity(data: Path, seconds: float, rounds: int, workers: int) -> bool:
    """Print the figures; whether all is as wanted."""
    with running(data, workers, **UNCACHED) as service:
        asker = Asker(service.address, questions())
        await asker.closed(PEOPLE, 5)
        shares, rates = [], []
        for _ in range(rounds):
            alone = await _alone(data, seconds)
            served = await asker.closed(PEOPLE, seconds)
            shares.append(served.per_second / alone)
            rates.append(served.per_second)
            print(f"       embedder alone {alone:.0f} q/s; service {served.line()}", flush=True)
        share, rate = statistics.median(shares), statistics.median(rates)
        good = verdict(f"capacity, {workers} process(es)", f"{rate:.0f} q/s, {share:.0%} of the embedder alone", share >= 0.85, "85 %")
        calm = await asker.open(0.7 * rate, seconds * 2)
        ratio = calm.quantile(0.95) / calm.quantile(0.5)
        good &= verdict("at 70 % load", f"{calm.line()}; p95 {ratio:.1f}x p50", ratio < 5, "p95 under 5x p50")
        await asker.close()
    await _repeated(data, seconds, workers, rate)
    return good


async def _repeated(data: Path, seconds: float, workers: int, rate: float) -> None:
    with running(data, workers) as service:
        asker = Asker(service.address, questions()[:100])
        await asker.closed(PEOPLE, 10)
        repeated = await asker.closed(PEOPLE, seconds)
        print(f"       repeated questions: {repeated.line()}, {repeated.per_second / rate:.1f}x as many as different ones", flush=True)
        await asker.close()
