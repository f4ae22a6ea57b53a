"""Writing to the network without letting anything else happen first.

httpcore's own streams yield to the event loop before they write, and behind twenty other deliveries that takes long enough
to be killed in. Here the body of a watched request goes to the kernel in the same step in which `leaving()` has been called
(see `departure.py`). Used for requests that must not arrive twice; everything about HTTP and proxies stays httpx's business.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import httpcore
import httpx

from assistant.channels.departure import expect_write, watch, write_now

_Exception = type[Exception]


class PromptTransport(httpx.AsyncHTTPTransport):
    """httpx's transport on our streams. A test looks whether the place where they are put in is still the right one."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self._pool._network_backend = PromptBackend()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Tell the departure that its bytes go through our hands."""
        expect_write()
        return await super().handle_async_request(request)


def client_options(connections: int, *, trust_env: bool = True) -> dict[str, Any]:
    """Options of an `httpx.AsyncClient` for requests that must not arrive twice. Proxies of the environment are used as always;
    through them the moment of leaving is the beginning of the body.
    """
    limits = httpx.Limits(max_connections=connections)
    hooks = {"request": [watch]}
    return {"transport": PromptTransport(limits=limits, trust_env=trust_env), "event_hooks": hooks, "trust_env": trust_env}


class PromptBackend(httpcore.AsyncNetworkBackend):
    """Connects with asyncio."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A stream to a host."""
        with _told_as(httpcore.ConnectTimeout, httpcore.ConnectError):
            async with asyncio.timeout(timeout):
                local = (local_address, 0) if local_address else None
                _, lines = await asyncio.get_running_loop().create_connection(_Lines, host, port, local_addr=local)
        for option in socket_options or ():
            lines.transport.get_extra_info("socket").setsockopt(*option)
        return PromptStream(lines)

    async def sleep(self, seconds: float) -> None:
        """Sleep."""
        await asyncio.sleep(seconds)


class _Lines(asyncio.Protocol):
    """What comes in, until somebody reads it."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport = cast(asyncio.Transport, None)
        self.arrived = bytearray()
        self.over: Exception | bool = False
        self.news = asyncio.Event()
        self.writable = asyncio.Event()
        self.writable.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self.arrived += data
        self.news.set()

    def eof_received(self) -> None:
        self.over = self.over or True
        self.news.set()

    def connection_lost(self, exc: Exception | None) -> None:
        self.over = exc or True
        self.news.set()
        self.writable.set()

    def pause_writing(self) -> None:
        self.writable.clear()

    def resume_writing(self) -> None:
        self.writable.set()


class PromptStream(httpcore.AsyncNetworkStream):
    """A connection whose `write` hands the bytes to the kernel before it waits for anything."""

    def __init__(self, lines: _Lines) -> None:
        self._lines = lines

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Some bytes; none when the other side has closed."""
        lines = self._lines
        with _told_as(httpcore.ReadTimeout, httpcore.ReadError):
            async with asyncio.timeout(timeout):
                while not lines.arrived and not lines.over:
                    lines.news.clear()
                    await lines.news.wait()
            if not lines.arrived and isinstance(lines.over, Exception):
                raise lines.over
        data = bytes(lines.arrived[:max_bytes])
        del lines.arrived[:max_bytes]
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Tell that they leave, let them leave, and only then wait."""
        if not buffer:
            return
        with _told_as(httpcore.WriteTimeout, httpcore.WriteError):
            if self._lines.over:
                raise ConnectionResetError("the other side has closed")
            write_now(buffer, self._lines.transport.write)
            async with asyncio.timeout(timeout):
                await self._lines.writable.wait()

    async def aclose(self) -> None:
        """Close at once."""
        self._lines.transport.abort()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        """The same connection, encrypted."""
        loop, lines = asyncio.get_running_loop(), self._lines
        with _told_as(httpcore.ConnectTimeout, httpcore.ConnectError):
            async with asyncio.timeout(timeout):
                secured = await loop.start_tls(lines.transport, lines, ssl_context, server_hostname=server_hostname)
            if secured is None:
                raise ConnectionResetError("closed while the connection was being secured")
        lines.transport = secured
        return self

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks: whether an idle connection has been closed, and which protocol was agreed on."""
        if info == "is_readable":
            return bool(self._lines.arrived or self._lines.over)
        names = {"client_addr": "sockname", "server_addr": "peername"}
        return self._lines.transport.get_extra_info(names.get(info, info))


@contextmanager
def _told_as(timeout: _Exception, failure: _Exception) -> Iterator[None]:
    """What goes wrong, in httpcore's words."""
    try:
        yield
    except TimeoutError as error:
        raise timeout(str(error)) from error
    except (OSError, ssl.SSLError) as error:
        raise failure(str(error)) from error
