"""A small HTTP server on 127.0.0.1 in a thread of its own, for servers that stand in for a platform, and misbehave.

A subclass answers requests in `handle`. What is put into `faults` happens to the next requests it names instead.
"""

from __future__ import annotations

import asyncio
import json
import ssl
import threading
from collections import deque
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

import h11


@dataclass
class Request:
    """What came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Fault:
    """One thing to do wrong. `what`: "hang" or "reset" before the request is acted on; "lost" acts on it and then closes
    without an answer, "late" acts on it and answers after `seconds`; or "answer" with `status`, `headers` and `body` instead.
    """

    what: str
    path_ends: str = ""
    status: int = 500
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 3600.0


Answer = tuple[int, dict[str, str], bytes]


def json_answer(status: int, data: Any) -> Answer:
    return status, {"Content-Type": "application/json"}, json.dumps(data, ensure_ascii=False).encode()


class LoopbackServer:
    """`with Server() as server: server.url …`"""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.tls = tls
        self.faults: deque[Fault] = deque()
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def handle(self, request: Request) -> Answer:
        """Answer one request."""
        raise NotImplementedError

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run a coroutine on the server's loop and wait for it."""
        future: Future[Any] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return future.result(30)

    def soon(self, work: Callable[[], object]) -> None:
        """Run a function on the server's loop."""
        self._loop.call_soon_threadsafe(work)

    def hang_up(self) -> None:
        """Close every connection."""
        self.soon(lambda: [writer.close() for writer in list(self._writers)])

    def __enter__(self) -> Any:
        self._thread.start()
        self.run(self._listen())
        return self

    def __exit__(self, *_: object) -> None:
        self.run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self.port, ssl=self.tls)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        if self._server:
            self._server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = h11.Connection(h11.SERVER)
        self._writers.add(writer)
        try:
            while await self._one_request(connection, reader, writer):
                connection.start_next_cycle()
        except (h11.ProtocolError, ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._writers.discard(writer)
            writer.close()

    async def _one_request(self, connection: h11.Connection, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        request = await _read(connection, reader)
        if request is None:
            return False
        fault = self._fault_for(request.path)
        if fault and fault.what in ("hang", "reset"):
            await asyncio.sleep(fault.seconds if fault.what == "hang" else 0)
            writer.transport.abort()
            return False
        status, headers, body = (
            (fault.status, fault.headers, fault.body) if fault and fault.what == "answer" else await self.handle(request)
        )
        if fault and fault.what == "lost":
            writer.transport.abort()
            return False
        if fault and fault.what == "late":
            await asyncio.sleep(fault.seconds)
        head = [*headers.items(), ("Content-Length", str(len(body)))]
        for event in (h11.Response(status_code=status, headers=head), h11.Data(data=body), h11.EndOfMessage()):
            if data := connection.send(event):
                writer.write(data)
        await writer.drain()
        return connection.our_state is h11.DONE and connection.their_state is h11.DONE

    def _fault_for(self, path: str) -> Fault | None:
        for fault in self.faults:
            if path.endswith(fault.path_ends):
                self.faults.remove(fault)
                return fault
        return None


async def _read(connection: h11.Connection, reader: asyncio.StreamReader) -> Request | None:
    request: Request | None = None
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            data = await reader.read(65536)
            if not data and connection.their_state is h11.IDLE:
                return None
            connection.receive_data(data)
        elif isinstance(event, h11.Request):
            names = {name.decode().lower(): value.decode("latin-1") for name, value in event.headers}
            request = Request(event.method.decode(), event.target.decode(), names, b"")
        elif isinstance(event, h11.Data) and request:
            request.body += bytes(event.data)
        elif isinstance(event, h11.EndOfMessage):
            return request
        elif isinstance(event, h11.ConnectionClosed):
            return None
