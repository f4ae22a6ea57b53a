"""Asking over HTTP: as fast as answers come (closed), or at a given rate whatever comes back (open). Never more at once than `MOST`."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import httpx

from tests.support.shell import ROOT

MOST = 1000


def questions() -> list[str]:
    """What the golden cases ask outside of conversations, each once."""
    rows = [json.loads(line) for path in sorted((ROOT / "tests/golden").glob("*.jsonl")) for line in _lines(path)]
    return list(dict.fromkeys(row["question"] for row in rows if row.get("question") and not row.get("conversation")))


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


@dataclass
class Outcome:
    """What came back: milliseconds of each answer, and how often which status."""

    seconds: float = 0.0
    took: list[float] = field(default_factory=list)
    codes: Counter[int] = field(default_factory=Counter)
    refused_took: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.took) / self.seconds

    def quantile(self, share: float) -> float:
        """Milliseconds under which this share of the answers came."""
        return sorted(self.took)[min(len(self.took) - 1, int(share * len(self.took)))] if self.took else float("nan")

    def line(self) -> str:
        """For people."""
        codes = ", ".join(f"{n} x {code}" for code, n in sorted(self.codes.items()))
        delays = ", ".join(f"p{100 * share:.0f} {self.quantile(share):.0f} ms" for share in (0.5, 0.95, 0.99))
        return f"{self.per_second:.1f} q/s, {delays}; {codes}"


class Asker:
    """Asks one service."""

    def __init__(self, address: str, asked: list[str]) -> None:
        self._client = httpx.AsyncClient(
            base_url=address, trust_env=False, timeout=120, limits=httpx.Limits(max_connections=MOST, max_keepalive_connections=MOST)
        )
        self._questions: Iterator[str] = cycle(asked)

    async def close(self) -> None:
        await self._client.aclose()

    async def ask(self, outcome: Outcome) -> None:
        """One question; a connection that breaks counts as status 0."""
        started = time.perf_counter()
        try:
            code = (await self._client.post("/api/ask", json={"question": next(self._questions)})).status_code
        except httpx.TransportError:
            code = 0
        took = (time.perf_counter() - started) * 1000
        outcome.codes[code] += 1
        (outcome.took if code == 200 else outcome.refused_took).append(took)

    async def closed(self, at_once: int, seconds: float) -> Outcome:
        """`at_once` people who ask again as soon as they are answered."""
        outcome, started = Outcome(), time.perf_counter()

        async def person() -> None:
            while time.perf_counter() - started < seconds:
                await self.ask(outcome)

        await asyncio.gather(*(person() for _ in range(at_once)))
        outcome.seconds = time.perf_counter() - started
        return outcome

    async def open(self, per_second: float, seconds: float) -> Outcome:
        """So many questions a second, evenly, whatever comes back; those beyond MOST at once are not asked."""
        outcome, started, under_way = Outcome(), time.perf_counter(), set[asyncio.Task[None]]()
        for n in range(int(per_second * seconds)):
            await asyncio.sleep(max(0.0, started + n / per_second - time.perf_counter()))
            if len(under_way) < MOST:
                task = asyncio.create_task(self.ask(outcome))
                under_way.add(task)
                task.add_done_callback(under_way.discard)
        outcome.seconds = time.perf_counter() - started
        await asyncio.gather(*under_way)
        return outcome
