"""What only one of several equal processes may do."""

from __future__ import annotations

import asyncio

from assistant.delivery.alone import alone
from assistant.delivery.threads import DatabaseThreads
from assistant.records.channel_records import ChannelRecords
from tests.assistant.delivery.conftest import Opening
from tests.support.waiting import until


class Post:
    """Somebody who may do it, on records of their own."""

    def __init__(self, records: ChannelRecords) -> None:
        self.at_it = False
        self.task = asyncio.ensure_future(alone(records.locks, DatabaseThreads(), "poll", self._work))

    async def _work(self) -> None:
        self.at_it = True
        try:
            await asyncio.Event().wait()
        finally:
            self.at_it = False


async def test_one_does_it_and_the_next_goes_on_when_it_ends(opening: Opening) -> None:
    posts = [Post(opening()) for _ in range(3)]
    try:
        for _ in range(3):
            await until(lambda: sum(post.at_it for post in posts) == 1)
            doing = next(post for post in posts if post.at_it)
            doing.task.cancel()
            await asyncio.wait({doing.task})
            posts.remove(doing)
    finally:
        for post in posts:
            post.task.cancel()


async def test_work_that_ends_by_itself_ends_it(opening: Opening) -> None:
    done: list[str] = []

    async def work() -> None:
        done.append("once")

    records = opening()
    for _ in range(2):
        await alone(records.locks, DatabaseThreads(), "daily", work)
    assert done == ["once", "once"]


async def test_whoever_loses_the_lock_stops(opening: Opening) -> None:
    """A PostgreSQL that is started again has forgotten who held what."""
    records = opening()
    if records.engine.dialect.name != "postgresql":
        return
    post = Post(records)
    await until(lambda: post.at_it)
    with records.engine.connect() as db:
        others = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
        db.exec_driver_sql(f"{others} AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
    await until(lambda: not post.at_it)
    await until(lambda: post.at_it)
    post.task.cancel()
