"""The webhook of the bot: who may post, what is stored before 200, and what bad bodies do. Real HTTP on both sides."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select

from assistant.delivery.office import PostOffice
from assistant.records import channel_tables as t
from assistant.records.marks import read_counts
from tests.assistant.channels.zalo_bot.conftest import SECRET, Serving
from tests.support.waiting import until
from tests.support.zalo_bot_server import ZaloBotServer

PATH, HEADER = "/webhooks/zalo-bot", "X-Bot-Api-Secret-Token"


def stored(office: PostOffice) -> int:
    with office.records.engine.connect() as db:
        return int(db.execute(select(func.count()).select_from(t.inbox)).scalar_one())


async def test_a_conversation_by_webhook(served: Serving, zalo: ZaloBotServer) -> None:
    async with served():
        await until(lambda: zalo.webhook)
        assert zalo.webhook["secret_token"] == SECRET
        assert zalo.webhook["url"].endswith(PATH)
        for n in range(3):
            zalo.say("an", f"error {n}")
        await until(lambda: len(zalo.sent) == 4 and not zalo.updates)
    assert set(zalo.webhook_answers) == {200}
    assert not any(method == "getUpdates" for method, _ in zalo.calls)


async def test_only_zalo_may_post_and_replays_are_answered_once(
    served: Serving, zalo: ZaloBotServer, capsys: pytest.CaptureFixture[str]
) -> None:
    event = zalo.event("an", text="bí mật của tôi")
    async with served() as (office, client):
        for headers in ({}, {HEADER: ""}, {HEADER: SECRET[:-1]}, {HEADER: f"{SECRET}x"}, {HEADER: b"\xe9"}):
            assert (await client.post(PATH, json=event, headers=headers)).status_code == 401
        assert stored(office) == 0
        posts = [client.post(PATH, json={"ok": True, "result": event} if n % 2 else event, headers={HEADER: SECRET}) for n in range(10)]
        assert {answer.status_code for answer in await asyncio.gather(*posts)} == {200}
        await until(lambda: len(zalo.sent) == 2)
        assert stored(office) == 1
    assert read_counts(office.records.engine)["zalo_bot", "forged"] == 5
    out, err = capsys.readouterr()
    assert "webhook_refused" in out
    assert "bí mật" not in out + err
    assert SECRET not in out + err


DEEP = b"[" * 100_000 + b"]" * 100_000
BODIES: dict[str, tuple[bytes, int]] = {
    "empty": (b"", 400),
    "cut": (b"{", 400),
    "no utf-8": (b"\xff\xfe\x00", 400),
    "deep": (DEEP, 400),
    "huge": (b'{"event_name": "' + b"x" * 1_048_576 + b'"}', 413),
    "list": (b"[]", 200),
    "no message": (b'{"event_name": "message.unsupported.received"}', 200),
    "wrong types": (b'{"event_name": "message.text.received", "message": {"text": 5, "chat": "x", "date": "y"}}', 200),
}


async def test_bodies_that_are_no_events(served: Serving, zalo: ZaloBotServer) -> None:
    async with served() as (office, client):
        for name, (body, code) in BODIES.items():
            answer: Any = await client.post(PATH, content=body, headers={HEADER: SECRET})
            assert (answer.status_code, stored(office)) == (code, 0), name
        await client.post(PATH, json=zalo.event("an", text="error"), headers={HEADER: SECRET})
        await until(lambda: len(zalo.sent) == 2)
