"""Half the capacity for a long time, with streams that people leave, remarks, pages, and a release every few minutes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx

from tests.load.asking import Asker, Outcome, questions
from tests.load.capacity import PEOPLE
from tests.load.judging import verdict, warm_and_last, watch
from tests.load.service import Service, Usage
from tests.support.papers import FERTILISER, write

_RELEASES = 8
_LONG = 600
"""A run of so many seconds may end with 8 % more memory; in a shorter one caches still fill: 15 %."""


async def soak(service: Service, seconds: float, per_second: float, folder: Path) -> bool:
    """Print the figures; whether all is as wanted. `per_second` 0: half of what it can."""
    asker = Asker(service.address, questions())
    await asker.closed(PEOPLE, 5)
    rate = per_second or (await asker.closed(PEOPLE, 10)).per_second / 2
    beside = [asyncio.create_task(work) for work in (_others(service), _releases(service, seconds / _RELEASES, folder))]
    watching = asyncio.create_task(watch(service, seconds))
    outcome = await asker.open(rate, seconds)
    usages = await watching
    for task in beside:
        task.cancel()
    await asyncio.gather(*beside, return_exceptions=True)
    await asker.close()
    return judged(outcome, usages, 8 if seconds >= _LONG else 15)


def judged(outcome: Outcome, usages: list[Usage], percent: float = 8) -> bool:
    """Whether everybody was answered and nothing grew."""
    first, last = warm_and_last(usages)
    print(f"       {outcome.line()}", flush=True)
    good = verdict("answered", f"{outcome.codes[200] / outcome.codes.total():.2%}", outcome.codes[200] == outcome.codes.total(), "all")
    grown = 100 * (last.memory / first.memory - 1)
    good &= verdict("memory", f"{first.memory:.0f} MB, then {last.memory:.0f} MB", grown < percent, f"under {percent:.0f} % more")
    for name in ("files", "threads", "connections"):
        before, after = getattr(first, name), getattr(last, name)
        good &= verdict(name, f"{before:.0f}, then {after:.0f}", after <= before * 1.05 + 4, "no more")
    return good


async def _others(service: Service) -> None:
    """Pages, remarks, health, and streams that are left before their end."""
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
