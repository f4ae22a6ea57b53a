"""Channel records in a temporary folder, and a post office at work on them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from assistant.channels.answer_desk import AnswerDesk
from assistant.delivery.office import PostOffice
from assistant.records.channel_records import ChannelRecords
from tests.assistant.conftest import log_url
from tests.support.fake_assistant import FakeAssistant
from tests.support.fake_channel import Echo, FakeChannel
from tests.support.postgres import new_database

Opening = Callable[[], ChannelRecords]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of each kind that can be used."""
    return log_url(tmp_path) if request.param == "sqlite" else new_database(request.getfixturevalue("postgres_folder"))


@pytest.fixture
def opening(tmp_path: Path, url: str) -> Iterator[Opening]:
    """Another process on the same tables, each time it is called."""
    opened: list[ChannelRecords] = []

    def open_records() -> ChannelRecords:
        opened.append(ChannelRecords.open(url, tmp_path))
        return opened[-1]

    yield open_records
    for records in opened:
        with suppress(Exception):
            records.close()


@pytest.fixture
def records(opening: Opening) -> ChannelRecords:
    """Channel records of one process."""
    return opening()


@pytest.fixture
def channel() -> FakeChannel:
    return FakeChannel()


@pytest.fixture
def echo() -> Iterator[Echo]:
    dialogue = Echo()
    yield dialogue
    dialogue.gate.set()


@asynccontextmanager
async def working(office: PostOffice, threads: int = 4) -> AsyncIterator[PostOffice]:
    """The office at work."""
    work = asyncio.create_task(office.run(AnswerDesk(FakeAssistant(), threads, 64)))
    try:
        yield office
    finally:
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work
