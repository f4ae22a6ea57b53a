"""Names that nobody resolves for a long time hold up the messages to that platform, and nothing else."""

from __future__ import annotations

import asyncio
import socket
import threading
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from tests.assistant.conftest import make_assistant_settings
from tests.support.empty_library import EmptyLibrary
from tests.support.fake_assistant import FakeAssistant
from tests.support.serving import free_address, serving
from tests.support.telegram_server import TelegramServer
from tests.support.waiting import until

NAME = "bot-api.slow.example"
PEOPLE = 12


async def test_while_a_name_is_looked_up_everybody_else_is_served(
    telegram: TelegramServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look-up hangs until it is let go: the page and /health answer meanwhile; then every message is answered once."""
    let_go, asked = threading.Event(), []
    look_up = socket.getaddrinfo

    def slow(host: Any, *rest: Any, **more: Any) -> Any:
        if host not in (NAME, NAME.encode()):
            return look_up(host, *rest, **more)
        asked.append(host)
        let_go.wait(60)
        return look_up("127.0.0.1", *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    settings = make_assistant_settings(
        tmp_path,
        telegram_bot_token=SecretStr(telegram.token),
        telegram_api_base=f"http://{NAME}:{telegram.port}",
        telegram_per_second=1000,
    )
    for chat in range(1, PEOPLE + 1):
        telegram.say(chat, "Mục tiêu là gì?")
    try:
        async with serving(settings, FakeAssistant(), EmptyLibrary(), free_address()) as (_, client):  # type: ignore[arg-type]
            await until(lambda: asked)
            answers = await asyncio.gather(*(client.post("/api/ask", json={"question": f"câu {n}"}) for n in range(30)))
            health = await asyncio.gather(*(client.get("/health/ready") for _ in range(30)))
            assert {answer.status_code for answer in answers + health} == {200}
            assert telegram.sent == []
            let_go.set()
            await until(lambda: len(telegram.sent) >= 2 * PEOPLE)  # a greeting and an answer for each
            assert all(len(telegram.texts(chat)) == 2 for chat in range(1, PEOPLE + 1))
    finally:
        let_go.set()
