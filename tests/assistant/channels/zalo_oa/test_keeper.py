"""Tokens of an Official Account: one renewal at a time, whoever asks; stored before it is used; started anew when told to."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from assistant.channels.zalo_oa import keeper as keeping
from assistant.channels.zalo_oa.keeper import TokenKeeper
from assistant.channels.zalo_oa.oauth import NotRenewed, OAuth
from assistant.records import channel_tables as t
from assistant.records.channel_records import ChannelRecords
from tests.assistant.conftest import log_url
from tests.support.loopback import Fault
from tests.support.zalo_oa_server import APP_ID, APP_SECRET, FIRST_REFRESH, ZaloOaServer

RENEW = "/access_token"
ONE_PROCESS = """
import asyncio, sys
from pathlib import Path
from assistant.channels.zalo_oa.keeper import TokenKeeper
from assistant.channels.zalo_oa.oauth import OAuth
from assistant.records.channel_records import ChannelRecords
base, folder, app, secret, first = sys.argv[1:]
records = ChannelRecords.open(f"sqlite:///{folder}/assistant.sqlite3", Path(folder))
keeper = TokenKeeper(records.credentials, OAuth(base, app, secret), app, first)
print("ready", flush=True)
sys.stdin.readline()
async def run():
    print(" ".join(await asyncio.gather(*(keeper.token() for _ in range(5)))))
asyncio.run(run())
records.close()
"""
Keeping = Callable[..., TokenKeeper]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "LOOK_AGAIN", 0.02)


@pytest.fixture
def zalo() -> Iterator[ZaloOaServer]:
    with ZaloOaServer() as server:
        yield server
    assert server.broken_rules == []


@pytest.fixture
def kept(zalo: ZaloOaServer, tmp_path: Path) -> Iterator[Keeping]:
    """Another keeper on the same table, as another process would have it."""
    with ExitStack() as stack:

        def keep(first: str = FIRST_REFRESH) -> TokenKeeper:
            records = ChannelRecords.open(log_url(tmp_path), tmp_path)
            stack.callback(records.close)
            return TokenKeeper(records.credentials, OAuth(zalo.url, APP_ID, APP_SECRET), APP_ID, first)

        yield keep


def row(folder: Path) -> Any:
    records = ChannelRecords.open(log_url(folder), folder)
    with records.engine.connect() as db:
        found = db.execute(select(t.credentials)).one()
    records.close()
    return found


async def test_many_who_ask_at_once_make_one_renewal(kept: Keeping, zalo: ZaloOaServer, tmp_path: Path) -> None:
    zalo.renewal_seconds = 0.2
    keepers = [kept() for _ in range(3)]
    tokens = await asyncio.gather(*(keeper.token() for keeper in keepers for _ in range(10)))
    assert set(tokens) == {"access-1"}
    tokens = await asyncio.gather(*(keeper.token(refused="access-1") for keeper in keepers for _ in range(10)))
    assert set(tokens) == {"access-2"}
    assert zalo.renewals == 2
    assert await kept().token() == "access-2"
    stored = row(tmp_path)
    assert stored.lease is None
    assert "access" not in stored.letter


async def test_two_processes_at_once_renew_once(zalo: ZaloOaServer, tmp_path: Path) -> None:
    zalo.renewal_seconds = 0.5
    ChannelRecords.open(log_url(tmp_path), tmp_path).close()
    arguments = ["-c", ONE_PROCESS, zalo.url, str(tmp_path), APP_ID, APP_SECRET, FIRST_REFRESH]
    pipe = asyncio.subprocess.PIPE
    processes = [await asyncio.create_subprocess_exec(sys.executable, *arguments, stdin=pipe, stdout=pipe) for _ in range(2)]
    for process in processes:
        assert process.stdout
        assert await process.stdout.readline() == b"ready\n"
    printed = await asyncio.gather(*(process.communicate(b"go\n") for process in processes))
    assert {word for out, _ in printed for word in out.decode().split() if word.startswith("access")} == {"access-1"}
    assert zalo.renewals == 1


async def test_life_is_what_the_platform_says(kept: Keeping, zalo: ZaloOaServer, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.channels.zalo_oa import oauth

    keeper, began = kept(), oauth.time.time()
    assert await keeper.token() == "access-1"
    monkeypatch.setattr(oauth.time, "time", lambda: began + 0.79 * 90_000)
    assert await keeper.token() == "access-1"
    monkeypatch.setattr(oauth.time, "time", lambda: began + 0.81 * 90_000 + 600)
    assert await keeper.token() == "access-2"


async def test_what_goes_wrong_is_said_and_tried_again(kept: Keeping, zalo: ZaloOaServer) -> None:
    keeper = kept()
    html = Fault("answer", RENEW, 200, b"<html>", {"Content-Type": "text/html"})
    for fault in (html, Fault("answer", RENEW, 500, b"{}", {}), Fault("reset", RENEW), Fault("answer", RENEW, 200, b"[]", {})):
        zalo.faults.append(fault)
        with pytest.raises(NotRenewed) as told:
            await keeper.token()
        assert not told.value.refused
    assert await keeper.token() == "access-1"


async def test_a_new_authorisation_begins_a_new_chain(kept: Keeping, zalo: ZaloOaServer) -> None:
    assert await kept().token() == "access-1"
    zalo.refresh = "refresh-new"
    with pytest.raises(NotRenewed) as told:
        await kept().token(refused="access-1")
    assert told.value.refused
    zalo.refresh = "refresh-new"
    assert await kept("refresh-new").token() == "access-2"
    assert await kept("refresh-new").token() == "access-2"


async def test_without_a_refresh_token_it_says_what_to_set(kept: Keeping) -> None:
    with pytest.raises(NotRenewed, match="ZALO_OA_REFRESH_TOKEN"):
        await kept("").token()
