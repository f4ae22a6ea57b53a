"""`python -m tests.load capacity`, `overload`, `soak` or `scale`: figures for docs/reliability.md, and exit code 1 when one is missed."""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated

import typer

from tests.conftest import make_settings
from tests.load.asking import Asker, Outcome, questions
from tests.load.service import Service, Usage, running, starter_data
from tests.support.papers import FERTILISER, write

app = typer.Typer(add_completion=False, no_args_is_help=True, help=__doc__)
Seconds = Annotated[float, typer.Option(min=1)]
PEOPLE = 16
UNCACHED = {"ANSWER_CACHE": "0"}


def verdict(what: str, figure: str, good: bool, wanted: str) -> bool:
    """Print a figure beside what is wanted of it."""
    print(f"{'ok    ' if good else 'MISSED'} {what}: {figure} (wanted: {wanted})", flush=True)
    return good


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
            base.embedder.query(texts[(n + 4 * done) % len(texts)])
            done += 1
        return done

    with ThreadPoolExecutor(4) as pool:
        done = sum(pool.map(work, range(4)))
    base.close()
    return done / seconds


@app.command()
def embedder(data: Path, seconds: float) -> None:
    """Used by `capacity`, in a process of its own."""
    print(embedder_alone(data, seconds))


@app.command()
def scale(sizes: list[int]) -> None:
    """What bases of so many chunks cost; the figures of docs/scale.md."""
    from tests.load.scale import run

    run(sizes)


async def _alone(data: Path, seconds: float) -> float:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.load", "embedder", str(data), str(seconds), stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    return float(out.decode().split()[-1])


@app.command()
def capacity(seconds: Seconds = 20, rounds: int = 3, workers: int = 1) -> None:
    """How many different questions a second, beside the embedder alone; then the delays at 70 % of that; then repeated questions."""
    with tempfile.TemporaryDirectory() as folder:
        data = starter_data(Path(folder))
        good = asyncio.run(_capacity(data, seconds, rounds, workers))
    raise typer.Exit(not good)


async def _capacity(data: Path, seconds: float, rounds: int, workers: int) -> bool:
    good = True
    with running(data, workers, **UNCACHED) as service:
        asker = Asker(service.address, questions())
        await asker.closed(PEOPLE, 5)
        shares, rates = [], []
        for _ in range(rounds):
            os.kill(service.process.pid, 0)
            alone = await _alone(data, seconds)
            served = await asker.closed(PEOPLE, seconds)
            shares.append(served.per_second / alone)
            rates.append(served.per_second)
            print(f"       embedder alone {alone:.0f} q/s; service {served.line()}", flush=True)
        share, rate = statistics.median(shares), statistics.median(rates)
        good &= verdict(f"capacity, {workers} process(es)", f"{rate:.0f} q/s, {share:.0%} of the embedder alone", share >= 0.85, "85 %")
        calm = await asker.open(0.7 * rate, seconds * 2)
        ratio = calm.quantile(0.95) / calm.quantile(0.5)
        good &= verdict("at 70 % load", f"{calm.line()}; p95 {ratio:.1f}x p50", ratio < 5, "p95 under 5x p50")
        await asker.close()
    with running(data, workers) as service:
        asker = Asker(service.address, questions()[:100])
        await asker.closed(PEOPLE, 10)
        repeated = await asker.closed(PEOPLE, seconds)
        print(f"       repeated questions: {repeated.line()}, {repeated.per_second / rate:.1f}x as many as different ones", flush=True)
        await asker.close()
    return good


@app.command()
def overload(seconds: Seconds = 300) -> None:
    """Twice the capacity: who is refused is told so at once, memory stays flat, and all is well five seconds later."""
    with tempfile.TemporaryDirectory() as folder:
        data = starter_data(Path(folder))
        with running(data, **UNCACHED) as service:
            good = asyncio.run(_overload(service, seconds))
    raise typer.Exit(not good)


async def _overload(service: Service, seconds: float) -> bool:
    asker = Asker(service.address, questions())
    await asker.closed(PEOPLE, 5)
    rate = (await asker.closed(PEOPLE, 20)).per_second
    alone = await asker.closed(1, 5)
    watching = asyncio.create_task(_watch(service, seconds))
    outcome = await asker.open(2 * rate, seconds)
    usages = await watching
    await asyncio.sleep(5)
    after = await asker.closed(1, 5)
    await asker.close()
    codes, refused = set(outcome.codes), outcome.codes[429] / outcome.codes.total()
    print(f"       capacity {rate:.0f} q/s; at twice that: {outcome.line()}", flush=True)
    first, last = _parts(usages)
    good = verdict("only answers and refusals", f"{sorted(codes)}, {refused:.0%} refused", codes == {200, 429}, "200 and 429")
    good &= verdict("goes on answering", f"{outcome.per_second / rate:.0%} of the capacity", outcome.per_second >= 0.6 * rate, "60 %")
    quick = statistics.median(outcome.refused_took)
    good &= verdict("a refusal takes", f"{quick:.0f} ms", quick < outcome.quantile(0.5), "less than an answer")
    good &= verdict("memory", f"{first.memory:.0f} MB, then {last.memory:.0f} MB", last.memory < 1.1 * first.memory, "flat")
    calm = f"{after.quantile(0.5):.0f} ms against {alone.quantile(0.5):.0f} ms before"
    return good & verdict("five seconds later", calm, after.quantile(0.5) < 2 * alone.quantile(0.5), "under twice")


async def _watch(service: Service, seconds: float) -> list[Usage]:
    usages, started = [], time.monotonic()
    while time.monotonic() - started < seconds:
        usages.append(service.usage())
        await asyncio.sleep(seconds / 100)
    return usages


def _parts(usages: list[Usage]) -> tuple[Usage, Usage]:
    """The medians of the second and of the last fifth: what is warmed up, and how it ended."""
    fifth = max(1, len(usages) // 5)

    def median(some: list[Usage]) -> Usage:
        columns = ([getattr(u, name) for u in some] for name in Usage.__dataclass_fields__)
        return Usage(*(statistics.median(column) for column in columns))  # type: ignore[arg-type]

    return median(usages[fifth : 2 * fifth]), median(usages[-fifth:])


@app.command()
def soak(minutes: Annotated[float, typer.Option(min=0.5)] = 30, per_second: float = 0) -> None:
    """Half the capacity for a long time, with streams that people leave, remarks, pages, and a release every few minutes."""
    with tempfile.TemporaryDirectory() as folder:
        data = starter_data(Path(folder))
        with running(data, ANSWER_CACHE="50") as service:
            good = asyncio.run(_soak(service, minutes * 60, per_second, Path(folder) / "in"))
    raise typer.Exit(not good)


async def _soak(service: Service, seconds: float, per_second: float, folder: Path) -> bool:
    asker = Asker(service.address, questions())
    await asker.closed(PEOPLE, 5)
    rate = per_second or (await asker.closed(PEOPLE, 10)).per_second / 2
    beside = [asyncio.create_task(work) for work in (_others(service), _releases(service, seconds / 8, folder))]
    watching = asyncio.create_task(_watch(service, seconds))
    outcome = await asker.open(rate, seconds)
    usages = await watching
    for task in beside:
        task.cancel()
    await asyncio.gather(*beside, return_exceptions=True)
    await asker.close()
    return _judged(outcome, usages)


def _judged(outcome: Outcome, usages: list[Usage]) -> bool:
    first, last = _parts(usages)
    print(f"       {outcome.line()}", flush=True)
    good = verdict("answered", f"{outcome.codes[200] / outcome.codes.total():.2%}", outcome.codes[200] == outcome.codes.total(), "all")
    grown = last.memory / first.memory
    good &= verdict("memory", f"{first.memory:.0f} MB, then {last.memory:.0f} MB", grown < 1.08, "under 8 % more")
    for name in ("files", "threads", "connections"):
        before, after = getattr(first, name), getattr(last, name)
        good &= verdict(name, f"{before:.0f}, then {after:.0f}", after <= before * 1.05 + 4, "no more")
    return good


async def _others(service: Service) -> None:
    """Pages, remarks, health, and streams that are left before their end."""
    import httpx

    async with httpx.AsyncClient(base_url=service.address, trust_env=False, timeout=60) as client:
        while True:
            await client.get("/")
            await client.get("/health")
            asked = await client.post("/api/ask", json={"question": "Quyết định 127 còn hiệu lực không?", "conversation_id": "soak"})
            if asked.status_code == 200:
                await client.post("/api/feedback", json={"answer_id": asked.json()["answer_id"], "value": "up"})
            async with client.stream("POST", "/api/ask/stream", json={"question": "Ai ký Quyết định 127?"}) as stream:
                async for _ in stream.aiter_raw():
                    break
            await asyncio.sleep(0.5)


async def _releases(service: Service, every: float, folder: Path) -> None:
    """The same small document, changed and published again."""
    number = 0
    while True:
        number += 1
        write(folder, phan_bon=FERTILISER.replace("ba ngày", f"{number + 3} ngày"))
        await asyncio.to_thread(service.ingest, folder)
        await asyncio.sleep(every)


if __name__ == "__main__":
    app()
