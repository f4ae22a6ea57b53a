"""The whole way as an Official Account: loopback OpenAPI and OAuth, the real channel, its webhook on a real port."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from assistant.channels.base import AnswersQuestions
from assistant.channels.zalo import patience
from assistant.channels.zalo_oa import channel, keeper
from assistant.delivery import sender
from assistant.delivery.office import PostOffice
from tests.assistant.conftest import make_assistant_settings
from tests.support.empty_library import EmptyLibrary
from tests.support.fake_assistant import FakeAssistant
from tests.support.serving import free_address, serving
from tests.support.zalo_oa_server import APP_ID, APP_SECRET, FIRST_REFRESH, SECRET_KEY, ZaloOaServer, signed

PATH = "/webhooks/zalo-oa"
Served = Callable[..., AbstractAsyncContextManager[tuple[PostOffice, httpx.AsyncClient]]]
Posting = Callable[[httpx.AsyncClient, Any], Awaitable[int]]


@pytest.fixture(autouse=True)
def quick_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses that a test can wait for."""
    monkeypatch.setattr(channel, "CHAT_EVERY", 0.001)
    monkeypatch.setattr(channel, "LOOK_EVERY", 0.2)
    monkeypatch.setattr(keeper, "LOOK_AGAIN", 0.02)
    monkeypatch.setattr(patience, "LONGEST", 0.02)
    for name in ("DOWN_SECONDS", "POLL_SECONDS", "SECOND_TRY_AFTER"):
        monkeypatch.setattr(sender, name, 0.05)


@pytest.fixture
def zalo() -> Iterator[ZaloOaServer]:
    """Zalo. At the end no rule may have been broken."""
    with ZaloOaServer() as server:
        yield server
    assert server.broken_rules == []


@pytest.fixture
def fake() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def served(zalo: ZaloOaServer, fake: FakeAssistant, tmp_path: Path) -> Served:
    """The whole app on a port; any setting may be given."""

    @asynccontextmanager
    async def serve(assistant: AnswersQuestions | None = None, **more: Any) -> AsyncIterator[tuple[PostOffice, httpx.AsyncClient]]:
        url = free_address()
        given = {
            "zalo_oa_app_id": APP_ID,
            "zalo_oa_secret_key": SecretStr(SECRET_KEY),
            "zalo_oa_app_secret": SecretStr(APP_SECRET),
            "zalo_oa_refresh_token": SecretStr(FIRST_REFRESH),
            "zalo_oa_api_base": zalo.url,
            "zalo_oauth_base": zalo.url,
            "zalo_oa_per_second": 1000,
            "operator_name": "Sở KH&CN An Giang",
            "public_url": url,
        }
        async with serving(make_assistant_settings(tmp_path, **{**given, **more}), assistant or fake, EmptyLibrary(), url) as opened:
            yield opened

    return serve


async def post(client: httpx.AsyncClient, event: Any) -> int:
    """What the webhook answers to an event that Zalo signed."""
    body, headers = signed(event)
    return (await client.post(PATH, content=body, headers=headers)).status_code
