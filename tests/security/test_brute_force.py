"""Guessing passwords, by those who try to get around the waiting: all at once, from many addresses of one network, by a header."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import uvicorn
from sqlalchemy import Engine
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from assistant.addresses import network_of
from assistant.records.guesses import FREE_FOR_ADDRESS, FREE_FOR_NAME, Guesses
from assistant.records.log import MIGRATIONS, VERSION_TABLE
from knowledge.database import open_database
from tests.support.postgres import new_database

AT_ONCE = 24


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'assistant.sqlite3'}"
    else:
        url = new_database(request.getfixturevalue("postgres_folder"))
    opened = open_database(url, MIGRATIONS, VERSION_TABLE)
    yield opened
    opened.dispose()


def test_many_guesses_at_the_same_moment_are_many_guesses(engine: Engine) -> None:
    guesses = Guesses(engine)
    with ThreadPoolExecutor(AT_ONCE) as many:
        waits = list(many.map(lambda n: guesses.admit("an", f"192.0.2.{n}"), range(AT_ONCE)))
    assert waits.count(0) == FREE_FOR_NAME
    assert guesses.admit("binh", "192.0.2.200") == 0


def test_the_right_one_begins_anew(engine: Engine) -> None:
    guesses = Guesses(engine)
    for _ in range(3):
        assert [guesses.admit("an", "192.0.2.1") for _ in range(FREE_FOR_NAME)] == [0] * FREE_FOR_NAME
        assert guesses.admit("an", "192.0.2.1") > 0
        guesses.forget("an", "192.0.2.1")


def test_all_addresses_of_one_subscriber_are_one(engine: Engine) -> None:
    guesses = Guesses(engine)
    waits = [guesses.admit(f"name-{n}", f"2001:db8:1:2::{n:x}") for n in range(FREE_FOR_ADDRESS + 1)]
    assert [wait > 0 for wait in waits] == [False] * FREE_FOR_ADDRESS + [True]
    assert guesses.admit("another", "2001:db8:1:3::1") == 0


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_whom_an_address_stands_for(address: str, network: str) -> None:
    assert network_of(address) == network


async def _who(scope: Scope, receive: Receive, send: Send) -> None:
    client = Request(scope).client
    await PlainTextResponse(client.host if client else "")(scope, receive, send)


@pytest.mark.parametrize(("peer", "seen"), [("203.0.113.9", "203.0.113.9"), ("127.0.0.1", "198.51.100.7")])
async def test_a_header_changes_the_address_only_when_a_proxy_of_this_machine_wrote_it(
    peer: str, seen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """uvicorn's own rule, which deploy/ widens to its proxy by FORWARDED_ALLOW_IPS."""
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    config = uvicorn.Config(_who, log_config=None)
    config.load()
    sent: list[bytes] = []
    headers = [(b"x-forwarded-for", b"203.0.113.50, 198.51.100.7")]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "path": "/",
        "raw_path": b"/",
        "root_path": "",
    }
    scope |= {"query_string": b"", "headers": headers, "client": (peer, 1), "server": ("127.0.0.1", 80), "scheme": "http", "state": {}}

    async def send(message: dict[str, object]) -> None:
        sent.append(bytes(message.get("body", b"")))  # type: ignore[call-overload]

    await config.loaded_app(scope, None, send)
    assert b"".join(sent).decode() == seen
