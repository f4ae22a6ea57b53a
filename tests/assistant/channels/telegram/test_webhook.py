"""The webhook: who may post, what is stored before 200, and what bad bodies do. Real HTTP on both sides."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from pydantic import SecretStr
from sqlalchemy import func, select

from assistant.delivery.office import PostOffice
from assistant.delivery.opening import open_office
from assistant.http import create_app
from assistant.library import Library
from assistant.records import channel_tables as t
from assistant.records.marks import read_counts
from knowledge.base import KnowledgeBase
from tests.assistant.conftest import make_assistant_settings
from tests.support.fake_assistant import FakeAssistant
from tests.support.telegram_server import TelegramServer
from tests.support.waiting import until
from tests.test_bot import free_port

SECRET = "mot-bi-mat-du-dai-123"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
Serving = Callable[..., AbstractAsyncContextManager[tuple[PostOffice, httpx.AsyncClient]]]


@pytest.fixture
def serving(telegram: TelegramServer, fake: FakeAssistant, starter_base: KnowledgeBase, tmp_path: Path) -> Serving:
    """The whole app on a real port, its webhook registered."""

    @asynccontextmanager
    async def serve() -> AsyncIterator[tuple[PostOffice, httpx.AsyncClient]]:
        url = f"http://127.0.0.1:{free_port()}"
        settings = make_assistant_settings(
            tmp_path,
            telegram_bot_token=SecretStr(telegram.token),
            telegram_api_base=telegram.url,
            telegram_per_second=1000,
            public_url=url,
            webhook_secret=SecretStr(SECRET),
        )
        office = open_office(settings, fake, Library(starter_base))
        app = create_app(fake, lifespan=office.lifespan)
        for routes in office.routes():
            app.include_router(routes)
        server = uvicorn.Server(uvicorn.Config(app, port=int(url.rsplit(":", 1)[1]), log_level="warning", access_log=False))
        work = asyncio.create_task(server.serve())
        try:
            await until(lambda: server.started and telegram.webhook)
            async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=30) as client:
                yield office, client
        finally:
            telegram.webhook = {}
            server.should_exit = True
            await work
            office.close()

    return serve


def update(number: int, text: str = "mục tiêu", chat: int = 42) -> dict[str, Any]:
    person = {"id": chat, "is_bot": False, "first_name": "An"}
    message = {"message_id": number, "date": 1_790_000_000, "chat": {"id": chat, "type": "private"}, "from": person, "text": text}
    return {"update_id": number, "message": message}


def stored(office: PostOffice) -> int:
    with office.records.engine.connect() as db:
        return int(db.execute(select(func.count()).select_from(t.inbox)).scalar_one())


async def test_a_conversation_by_webhook(serving: Serving, telegram: TelegramServer) -> None:
    async with serving():
        assert telegram.webhook["secret_token"] == SECRET
        for n in range(3):
            telegram.say(42, f"câu {n}")
        await until(lambda: len(telegram.sent) == 4)
        assert telegram.unconfirmed == 0
    assert set(telegram.webhook_answers) == {200}
    assert not any(method == "getUpdates" for method, _ in telegram.calls)


async def test_only_telegram_may_post(serving: Serving, telegram: TelegramServer, capsys: pytest.CaptureFixture[str]) -> None:
    async with serving() as (office, client):
        for headers in ({}, {HEADER: ""}, {HEADER: SECRET[:-1]}, {HEADER: f"{SECRET}x"}, {HEADER: "é".encode("latin-1").decode("latin-1")}):
            encoded = {name: value.encode("latin-1") for name, value in headers.items()}
            answer = await client.post("/webhooks/telegram", json=update(1, "bí mật của tôi"), headers=encoded)
            assert answer.status_code == 401
        assert (await client.get("/webhooks/telegram", headers={HEADER: SECRET})).status_code == 405
        assert stored(office) == 0
    assert read_counts_of(office)["telegram", "forged"] == 5
    out, err = capsys.readouterr()
    assert "webhook_refused" in out + err
    assert "bí mật" not in out + err
    assert SECRET not in out + err


def read_counts_of(office: PostOffice) -> Counter[tuple[str, str]]:
    return read_counts(office.records.engine)


async def test_replays_are_acknowledged_and_answered_once(serving: Serving, telegram: TelegramServer) -> None:
    async with serving() as (office, client):
        answers = await asyncio.gather(*(client.post("/webhooks/telegram", json=update(1), headers={HEADER: SECRET}) for _ in range(20)))
        assert {answer.status_code for answer in answers} == {200}
        await until(lambda: len(telegram.sent) == 2)
        assert stored(office) == 1
        await client.post("/webhooks/telegram", json=update(2, "nữa"), headers={HEADER: SECRET})
        await until(lambda: len(telegram.sent) == 3)


DEEP = b"[" * 100_000 + b"]" * 100_000


@pytest.mark.parametrize(
    ("body", "code", "what"),
    [
        (b"", 400, "malformed"),
        (b"{", 400, "malformed"),
        (b"\xff\xfe\x00", 400, "malformed"),
        (DEEP, 400, "malformed"),
        (b'{"update_id": 1, "x": "' + b"x" * 1_048_576 + b'"}', 413, "too_large"),
        (b"[]", 200, None),
        (b"null", 200, None),
        (b'{"update_id": "1"}', 200, None),
        (b'{"update_id": 1, "unheard_of": {"x": [1, 2]}}', 200, None),
        (b'{"update_id": 1, "message": {"text": 5, "chat": "x"}}', 200, None),
    ],
    ids=["empty", "cut", "no utf-8", "deep", "huge", "list", "null", "id is text", "unknown kind", "wrong types"],
)
async def test_bodies_that_are_no_updates(serving: Serving, telegram: TelegramServer, body: bytes, code: int, what: str | None) -> None:
    async with serving() as (office, client):
        answer = await client.post("/webhooks/telegram", content=body, headers={HEADER: SECRET})
        assert answer.status_code == code
        assert stored(office) == 0
        await client.post("/webhooks/telegram", json=update(7), headers={HEADER: SECRET})
        await until(lambda: len(telegram.sent) == 2)
    counted = {name for _, name in read_counts_of(office)}
    assert counted & {"malformed", "too_large"} == ({what} if what else set())
