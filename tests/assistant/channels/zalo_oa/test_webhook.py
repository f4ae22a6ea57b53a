"""The webhook of an Official Account: signatures, probes, retries, and what bad bodies do. Real HTTP on both sides."""

from __future__ import annotations

import asyncio
import json

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from assistant.channels.zalo_oa.signature import Signature
from assistant.delivery.office import PostOffice
from assistant.records import channel_tables as t
from assistant.records.marks import read_counts
from tests.assistant.channels.zalo_oa.conftest import PATH, Served, post
from tests.support.waiting import until
from tests.support.zalo_oa_server import ZaloOaServer, signed

AN = "2468458835296197922"


def stored(office: PostOffice) -> int:
    with office.records.engine.connect() as db:
        return int(db.execute(select(func.count()).select_from(t.inbox)).scalar_one())


def test_the_signature_is_computed_as_written_down() -> None:
    """The vector of the protocol notes."""
    body = (
        '{"app_id":"1234567890123456789","event_name":"user_send_text","timestamp":"1750316131602","sender":{"id":"246845883529197922"},'
        '"recipient":{"id":"388613280878808645"},"message":{"msg_id":"96d3cdf3af150460909","text":"Xin chào"}}'
    ).encode()
    signature = Signature("1234567890123456789", "oa-secret-key")
    mac = "a9939dcb49e571f643668c058e08dc4712764f390d24607379eb76aca5d3063f"
    told = json.loads(body)
    assert signature.mac(body, "1750316131602") == mac
    for given in (f"mac={mac}", mac, mac.upper(), f"mac={mac.upper()}"):
        assert signature.fits(body, told, {"X-ZEvent-Signature": given})
    assert not signature.fits(body + b" ", told, {"X-ZEvent-Signature": mac})
    assert not signature.fits(body, {**told, "app_id": "1"}, {"X-ZEvent-Signature": mac})
    assert not Signature("1234567890123456789", "").fits(body, told, {"X-ZEvent-Signature": mac})


async def test_only_zalo_may_post(served: Served, zalo: ZaloOaServer, capsys: pytest.CaptureFixture[str]) -> None:
    event = zalo.event(AN, "bí mật của tôi")
    body, good = signed(event)
    forged = [
        {},
        {"X-ZEvent-Signature": ""},
        {"X-ZEvent-Signature": "mac="},
        {"X-ZEvent-Signature": good["X-ZEvent-Signature"][:-1]},
        {"X-ZEvent-Signature": b"mac=\xe9"},
        signed(event, key="khac")[1],
        signed(event, stamp="1")[1],
        signed({**event, "app_id": "9"}, app_id="9")[1],
    ]
    async with served() as (office, client):
        for headers in forged:
            assert (await client.post(PATH, content=body, headers=headers)).status_code == 401
        assert (await client.post(PATH, content=body.replace(b"app_id", b"app_ix"), headers=good)).status_code == 401
        assert stored(office) == 0
        stamped = signed(event, stamp="1699003881354")
        assert (
            await client.post(PATH, content=stamped[0], headers={**stamped[1], "X-ZEvent-Timestamp": "1699003881354"})
        ).status_code == 200
        assert stored(office) == 1
        await until(lambda: len(zalo.sent) >= 2)
    assert read_counts(office.records.engine)["zalo_oa", "forged"] == 9
    out, err = capsys.readouterr()
    assert "webhook_refused" in out
    assert "bí mật" not in out + err


async def test_a_retry_is_acknowledged_and_answered_once(served: Served, zalo: ZaloOaServer) -> None:
    event = zalo.event(AN, "error")
    async with served() as (office, client):
        assert set(await asyncio.gather(*(post(client, event) for _ in range(10)))) == {200}
        await until(lambda: len(zalo.sent) == 2)
        assert stored(office) == 1


async def test_probes_and_bodies_that_are_no_events(served: Served, zalo: ZaloOaServer) -> None:
    bodies = {b"{}": 200, b" { } ": 200, b"": 400, b"{": 400, b"\xff\xfe": 400, b"[" * 100_000: 400, b"[]": 401, b"null": 401, b'"x"': 401}
    async with served(zalo_site_verification="EDZbEFZNSM87t_PktC") as (office, client):
        for body, code in bodies.items():
            assert (await client.post(PATH, content=body)).status_code == code, body[:20]
        assert (await client.post(PATH, content=b'{"x": "' + b"x" * 1_048_576 + b'"}')).status_code == 413
        odd = {**zalo.event(AN), "sender": 5, "message": [1], "timestamp": {"x": "\ud800"}}
        body, headers = signed(json.dumps(odd).encode(), stamp=str(odd["timestamp"]).encode("utf-8", "replace").decode())
        assert (await client.post(PATH, content=body, headers=headers)).status_code in (200, 401)
        assert stored(office) == 0
        page = await client.get("/zalo_verifierEDZbEFZNSM87t_PktC.html")
        assert 'content="EDZbEFZNSM87t_PktC"' in page.text


async def test_without_the_secret_key_nothing_is_taken(served: Served, zalo: ZaloOaServer) -> None:
    async with served(zalo_oa_secret_key=SecretStr("")) as (office, client):
        assert await post(client, zalo.event(AN, "x")) == 503
        assert (await client.post(PATH, content=b"{}")).status_code == 200
        assert stored(office) == 0
