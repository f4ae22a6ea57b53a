"""The last moment before a request leaves, on real sockets."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from assistant.channels import prompt
from assistant.channels.departure import departing, watch, write_now
from tests.support.loopback import Answer, Fault, LoopbackServer, Request

Making = Callable[[], httpx.AsyncClient]


class Counting(LoopbackServer):
    """Keeps what arrived."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(tls)
        self.bodies: list[bytes] = []

    async def handle(self, request: Request) -> Answer:
        self.bodies.append(request.body)
        return 200, {}, b"ok"


@pytest.fixture(params=["prompt", "plain"])
def client(request: pytest.FixtureRequest) -> Callable[[], httpx.AsyncClient]:
    """A client on our streams, and one on httpx's own, as behind a proxy."""
    options = (
        prompt.client_options(10, trust_env=False)
        if request.param == "prompt"
        else {"event_hooks": {"request": [watch]}, "trust_env": False}
    )
    return lambda: httpx.AsyncClient(**options, timeout=0.5)


async def test_it_is_told_once_before_the_server_can_act(client: Making) -> None:
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


async def test_when_it_objects_nothing_arrives(client: Making) -> None:
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


async def test_a_refused_connection_has_not_left_and_a_hanging_one_has(client: Making) -> None:
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


async def test_nothing_else_happens_between_telling_and_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a hundred tasks that would all like to run, none of them runs in between."""
    steps: list[str] = []

    def spied(data: bytes, write: Callable[[bytes], None]) -> None:
        write_now(data, lambda written: (steps.append("written"), write(written))[1])

    async def busy() -> None:
        while True:
            steps.append("other work")
            await asyncio.sleep(0)

    monkeypatch.setattr(prompt, "write_now", spied)
    with Counting() as server:
        others = [asyncio.create_task(busy()) for _ in range(100)]
        async with httpx.AsyncClient(**prompt.client_options(10, trust_env=False), timeout=30) as http:
            for _ in range(2):  # a new connection, and one that was used before
                with departing(lambda: steps.append("leaving")):
                    await http.post(server.url, content=b"x")
        for task in others:
            task.cancel()
    after = [steps[n + 1] for n, step in enumerate(steps) if step == "leaving"]
    assert after == ["written", "written"]


def _certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's and a client's context for 127.0.0.1."""
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "loopback")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - timedelta(1), now + timedelta(1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    made = builder.sign(key, hashes.SHA256())
    file = folder / "both.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    ours, theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context(cafile=str(file))
    ours.load_cert_chain(file)
    return ours, theirs


async def test_over_tls(tmp_path: Path) -> None:
    ours, theirs = _certificate(tmp_path)
    with Counting(ours) as server:
        options = {**prompt.client_options(10, trust_env=False), "transport": prompt.PromptTransport(verify=theirs)}
        told: list[int] = []
        async with httpx.AsyncClient(**options, timeout=30) as http:
            for n in range(3):
                with departing(lambda: told.append(len(server.bodies))):
                    answer = await http.post(server.url.replace("http:", "https:"), content=b"x" * 300_000)
                assert (answer.text, len(server.bodies)) == ("ok", n + 1)
        assert told == [0, 1, 2]
        async with httpx.AsyncClient(**prompt.client_options(10, trust_env=False), timeout=30) as stranger:
            with departing(lambda: told.append(-1)) as departure, pytest.raises(httpx.ConnectError):
                await stranger.post(server.url.replace("http:", "https:"), content=b"x")
            assert not departure.left


async def test_a_connection_that_the_server_closed_meanwhile_is_not_used() -> None:
    with Counting() as server:
        async with httpx.AsyncClient(**prompt.client_options(10, trust_env=False), timeout=30) as http:
            await http.post(server.url, content=b"1")
            server.hang_up()
            await asyncio.sleep(0.05)
            with departing(lambda: None) as departure:
                await http.post(server.url, content=b"2")
            assert departure.left
        assert server.bodies == [b"1", b"2"]
