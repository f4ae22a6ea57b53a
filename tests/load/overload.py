"""Twice the capacity: who is refused is told so at once, memory stays flat, and all is well five seconds later."""

from __future__ import annotations

import asyncio
import statistics

from tests.load.asking import Asker, Outcome, questions
from tests.load.capacity import PEOPLE
from tests.load.judging import verdict, warm_and_last, watch
from tests.load.service import Service, Usage

RECOVERY_SECONDS = 5


async def overload(service: Service, seconds: float) -> bool:
    """Print the figures; whether all is as wanted."""
    asker = Asker(service.address, questions())
    await asker.closed(PEOPLE, 5)
    rate = (await asker.closed(PEOPLE, 20)).per_second
    alone = await asker.closed(1, 5)
    watching = asyncio.create_task(watch(service, seconds))
    outcome = await asker.open(2 * rate, seconds)
    usages = await watching
    await asyncio.sleep(RECOVERY_SECONDS)
    after = await asker.closed(1, 5)
    await asker.close()
    print(f"       capacity {rate:.0f} q/s; at twice that: {outcome.line()}", flush=True)
    good = _shed(outcome, rate)
    good &= _flat(usages)
    calm = f"{after.quantile(0.5):.0f} ms against {alone.quantile(0.5):.0f} ms before"
    return good & verdict("five seconds later", calm, after.quantile(0.5) < 2 * alone.quantile(0.5), "under twice")


def _shed(outcome: Outcome, rate: float) -> bool:
    codes, refused = set(outcome.codes), outcome.codes[429] / outcome.codes.total()
    good = verdict("only answers and refusals", f"{sorted(codes)}, {refused:.0%} refused", codes == {200, 429}, "200 and 429")
    good &= verdict("goes on answering", f"{outcome.per_second / rate:.0%} of the capacity", outcome.per_second >= 0.6 * rate, "60 %")
    quick = statistics.median(outcome.refused_took) if outcome.refused_took else float("inf")
    return good & verdict("a refusal takes", f"{quick:.0f} ms", quick < outcome.quantile(0.5), "less than an answer")


def _flat(usages: list[Usage]) -> bool:
    first, last = warm_and_last(usages)
    return verdict("memory", f"{first.memory:.0f} MB, then {last.memory:.0f} MB", last.memory < 1.1 * first.memory, "flat")
