"""The whole way on the Zalo Bot Platform: a loopback platform, the real channel, inbox, worker, outbox and dialogue."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from assistant.channels.answer_desk import AnswerDesk
from assistant.channels.base import AnswersQuestions
from assistant.channels.zalo import patience
from assistant.channels.zalo_bot import channel, polling
from assistant.delivery import loops, sender
from assistant.delivery.office import PostOffice
from assistant.delivery.opening import open_office
from tests.assistant.conftest import make_assistant_settings
from tests.support.empty_library import EmptyLibrary
from tests.support.fake_assistant import FakeAssistant
from tests.support.serving import free_address, serving
from tests.support.zalo_bot_server import ZaloBotServer

SECRET = "mot-bi-mat-du-dai-123"
Running = Callable[..., AbstractAsyncContextManager[PostOffice]]
Serving = Callable[[], AbstractAsyncContextManager[tuple[PostOffice, httpx.AsyncClient]]]


@pytest.fixture(autouse=True)
def quick_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses that a test can wait for."""
    monkeypatch.setattr(channel, "CHAT_EVERY", 0.001)
    monkeypatch.setattr(patience, "LONGEST", 0.02)
    monkeypatch.setattr(polling, "BREATH", 0.02)
    for name in ("DOWN_SECONDS", "POLL_SECONDS", "SECOND_TRY_AFTER"):
        monkeypatch.setattr(sender, name, 0.05)
    for name in ("FIRST_PAUSE", "LONGEST_PAUSE"):
        monkeypatch.setattr(loops, name, 0.02)


@pytest.fixture
def zalo() -> Iterator[ZaloBotServer]:
    """The platform. At the end no rule may have been broken."""
    with ZaloBotServer() as server:
        yield server
    assert server.broken_rules == []


@pytest.fixture
def fake() -> FakeAssistant:
    return FakeAssistant()


def settings_for(zalo: ZaloBotServer, folder: Path, **more: Any) -> Any:
    given = {"zalo_bot_token": SecretStr(zalo.token), "zalo_bot_api_base": zalo.url, "operator_name": "Sở KH&CN An Giang"}
    contact = {"contact_name": "Phòng Chuyển đổi số", "contact_details": "0297 000 000"}
    return make_assistant_settings(folder, **{"zalo_bot_per_second": 1000, **given, **contact, **more})


@pytest.fixture
def running(zalo: ZaloBotServer, fake: FakeAssistant, tmp_path: Path) -> Running:
    """`async with running() as office`: the bot at work, polling."""

    @asynccontextmanager
    async def run(assistant: AnswersQuestions | None = None, **more: Any) -> AsyncIterator[PostOffice]:
        office = open_office(settings_for(zalo, tmp_path, **more), assistant or fake, EmptyLibrary())
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
def served(zalo: ZaloBotServer, fake: FakeAssistant, tmp_path: Path) -> Serving:
    """The whole app on a port, by webhook."""

    @asynccontextmanager
    async def serve() -> AsyncIterator[tuple[PostOffice, httpx.AsyncClient]]:
        url = free_address()
        settings = settings_for(zalo, tmp_path, public_url=url, webhook_secret=SecretStr(SECRET))
        try:
            async with serving(settings, fake, EmptyLibrary(), url) as opened:
                yield opened
        finally:
            zalo.webhook = {}

    return serve
