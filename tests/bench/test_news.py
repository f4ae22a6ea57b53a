"""`make bench ARGS="-k news"`: a new document told to a hundred thousand subscribers, once each."""

from __future__ import annotations

import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from assistant.records import channel_tables as c
from assistant.records import news_tables as n
from assistant.records.channel_records import ChannelRecords
from assistant.records.chats import NOTICE
from assistant.records.writing import writing
from tests.assistant.conftest import log_url
from tests.assistant.news.conftest import LAW, NOON, World
from tests.bench.test_bench import line

pytestmark = pytest.mark.bench
SUBSCRIBERS = 100_000
_SOME = 10_000


def fill(world: World) -> None:
    """Chats that agreed and subscribed; one sealed address does for all of them."""
    agreed = {"address": world.records.seal.close("a"), "agreed_at": NOON, "notice": NOTICE, "seen_at": NOON}
    agreed |= {"expires_at": NOON + timedelta(days=30), "conversation": 1, "channel": world.channel.name}
    for start in range(0, SUBSCRIBERS, _SOME):
        names = [f"chat{number:06}" for number in range(start, start + _SOME)]
        wish = {"channel": world.channel.name, "wish": "documents", "told_to": 0, "since": NOON}
        with writing(world.records.engine) as db:
            db.execute(insert(c.chats), [{**agreed, "chat": name} for name in names])
            db.execute(insert(n.subscriptions), [{**wish, "chat": name} for name in names])


def test_a_hundred_thousand_subscribers_are_told_once_each(tmp_path: Path) -> None:
    records = ChannelRecords.open(log_url(tmp_path), tmp_path)
    world, told = World(records), Counter[str]()
    world.announcer().round()
    fill(world)
    world.shelf.put(LAW)
    announcer, took = world.announcer(), 0.0
    while True:
        started = time.perf_counter()
        announcer.round()
        took += time.perf_counter() - started
        with writing(records.engine) as db:  # a sender that is quicker than any
            left = db.execute(select(c.outbox.c.chat).where(c.outbox.c.done_at.is_(None))).scalars().all()
            db.execute(update(c.outbox).where(c.outbox.c.done_at.is_(None)).values(done_at=NOON, state="sent", chat="", letter=None))
        if not left:
            break
        told.update(left)
    records.close()
    once = sum(times == 1 for times in told.values())
    figure = f"{once} of {SUBSCRIBERS}, {took / SUBSCRIBERS * 1000:.2f} ms each"
    line("a new document told to 100,000 subscribers, once each", figure, once == SUBSCRIBERS == len(told), "all, once")
