"""The whole way on Telegram: a loopback Bot API, the real channel, inbox, worker, outbox and dialogue."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from assistant.channels.answer_desk import AnswerDesk
from assistant.channels.base import AnswersQuestions
from assistant.delivery.office import PostOffice
from assistant.delivery.opening import open_office
from assistant.library import Library
from assistant.service import Assistant
from knowledge.base import KnowledgeBase
from tests.assistant.conftest import make_assistant_settings
from tests.support.fake_assistant import FakeAssistant
from tests.support.telegram_server import TelegramServer

Running = Callable[..., AbstractAsyncContextManager[PostOffice]]


@pytest.fixture
def telegram() -> Iterator[TelegramServer]:
    """Telegram. At the end no rule may have been broken, unless the test says which."""
    with TelegramServer() as server:
        yield server
    assert server.broken_rules == []


@pytest.fixture
def fake() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def running(telegram: TelegramServer, fake: FakeAssistant, starter_base: KnowledgeBase, tmp_path: Path) -> Running:
    """`async with running() as office`: the bot at work; `assistant` and any setting may be given."""

    @asynccontextmanager
    async def run(assistant: AnswersQuestions | None = None, **more: Any) -> AsyncIterator[PostOffice]:
        given = {"telegram_bot_token": SecretStr(telegram.token), "telegram_api_base": telegram.url, "operator_name": "Sở KH&CN <An Giang>"}
        settings = make_assistant_settings(tmp_path, **{"telegram_per_second": 1000, **given, **more})
        office = open_office(settings, assistant or fake, Library(starter_base))
        work = asyncio.create_task(office.run(AnswerDesk(assistant or fake, 4, 64)))
        try:
            yield office
        finally:
            work.cancel()
            with suppress(asyncio.CancelledError):
                await work
            office.close()

    return run


@pytest.fixture
def real(assistant: Assistant) -> Assistant:
    """The real assistant on the starter documents."""
    return assistant
