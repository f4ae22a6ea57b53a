"""A TCP proxy before our service that cuts connections when told to, as a train in a tunnel does."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from urllib.parse import urlsplit


class DroppingProxy:
    """`with DroppingProxy(url) as proxy: proxy.url …`; `cut()` resets every connection, `closed` refuses new ones."""

    def __init__(self, target: str) -> None:
        self.aim(target)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._writers: set[asyncio.StreamWriter] = set()
        self.closed = False
        self.url = ""

    def __enter__(self) -> DroppingProxy:
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(asyncio.start_server(self._join, "127.0.0.1", 0), self._loop).result(10)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.close()
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def aim(self, target: str) -> None:
        """Where new connections go."""
        parts = urlsplit(target)
        self._target = (str(parts.hostname), int(parts.port or 80))

    def cut(self) -> None:
        """Reset every connection now."""
        self._loop.call_soon_threadsafe(lambda: [writer.transport.abort() for writer in list(self._writers)])

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.closed:
            writer.transport.abort()
            return
        theirs, ours = await asyncio.open_connection(*self._target)
        self._writers |= {writer, ours}
        await asyncio.gather(self._copy(reader, ours), self._copy(theirs, writer))
        self._writers -= {writer, ours}

    @staticmethod
    async def _copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await source.read(65536):
                sink.write(data)
                await sink.drain()
        sink.close()
