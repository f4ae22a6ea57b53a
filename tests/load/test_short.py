"""The soak for a few seconds: everybody is answered, and nothing is left open. The long ones are `make soak` and `make soak-short`."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

from tests.load.__main__ import _judged, _parts, _watch
from tests.load.asking import Asker, Outcome, questions
from tests.load.service import Usage, running

PER_SECOND = 4


async def test_a_service_under_load_answers_all_and_keeps_nothing_open(starter_copy: Path) -> None:
    with running(starter_copy, ANSWER_CACHE="50") as service:
        asker = Asker(service.address, questions()[:100])
        await asker.closed(4, 5)
        before = service.usage()
        watching = asyncio.create_task(_watch(service, 8))
        outcome = await asker.open(PER_SECOND, 8)
        usages = await watching
        await asker.close()
    assert outcome.codes == {200: PER_SECOND * 8}
    _, last = _parts(usages)
    assert last.threads <= before.threads + 4
    assert last.files <= before.files + 8


def test_growth_is_told_from_a_flat_line() -> None:
    outcome = Outcome(seconds=1, took=[1.0], codes=Counter({200: 1}))
    flat = [Usage(300, 50, 20, 10)] * 20
    assert _judged(outcome, flat)
    assert not _judged(outcome, [Usage(300 + 3 * n, 50, 20, 10) for n in range(20)])
    assert not _judged(outcome, [Usage(300, 50 + n, 20, 10) for n in range(20)])
