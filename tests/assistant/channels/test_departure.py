"""The last moment before a request leaves, on real sockets."""

from __future__ import annotations

import httpx
import pytest

from assistant.channels.departure import departing, watch
from tests.support.loopback import Answer, Fault, LoopbackServer, Request


class Counting(LoopbackServer):
    """Keeps what arrived."""

    def __init__(self) -> None:
        super().__init__()
        self.bodies: list[bytes] = []

    async def handle(self, request: Request) -> Answer:
        self.bodies.append(request.body)
        return 200, {}, b"ok"


def client() -> httpx.AsyncClient:
    return httpx.AsyncClient(event_hooks={"request": [watch]}, trust_env=False, timeout=0.5)


async def test_it_is_told_once_before_the_server_can_act() -> None:
    with Counting() as server:
        seen: list[int] = []
        async with client() as http:
            for n in range(3):
                with departing(lambda: seen.append(len(server.bodies))) as departure:
                    await http.post(server.url, content=b"x" * 100_000)
                assert departure.left
                assert len(server.bodies) == n + 1
            await http.post(server.url, content=b"unwatched")
        assert seen == [0, 1, 2]


async def test_when_it_objects_nothing_arrives() -> None:
    def objects() -> None:
        raise RuntimeError("not ours")

    with Counting() as server:
        async with client() as http:
            with departing(objects) as departure, pytest.raises(RuntimeError):
                await http.post(server.url, content=b"x")
            assert not departure.left
            assert isinstance(departure.stopped, RuntimeError)
            assert (await http.post(server.url, content=b"y")).text == "ok"
        assert server.bodies == [b"y"]


async def test_a_refused_connection_has_not_left_and_a_hanging_one_has() -> None:
    with Counting() as server:
        server.faults.append(Fault("hang"))
        async with client() as http:
            with departing(lambda: None) as departure, pytest.raises(httpx.ReadTimeout):
                await http.post(server.url, content=b"x")
            assert departure.left
        gone = server.url
    async with client() as http:
        with departing(lambda: None) as departure, pytest.raises(httpx.ConnectError):
            await http.post(gone, content=b"x")
        assert not departure.left
