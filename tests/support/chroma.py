"""A real Chroma server, `chroma run`, started once in a test run; a name of one's own in it for each test."""

from __future__ import annotations

import atexit
import socket
import subprocess
import sys
import uuid
from functools import cache
from pathlib import Path

import httpx

from tests.support.waiting import meets

# What the command `chroma` does after it has imported a good deal that a server does not need.
RUN = "import sys, chromadb_rust_bindings as chroma; chroma.cli(['chroma', 'run', *sys.argv[1:]])"
_SLOW_MACHINE = 150.0


class ChromaServer:
    """`chroma run` in a folder, on a free port; it may be killed and started again on the same one."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.folder = folder
        self.port = port or _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [sys.executable, "-c", RUN, "--path", str(self.folder), "--host", "127.0.0.1", "--port", str(self.port)]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        meets(self._answers, _SLOW_MACHINE)

    def stop(self) -> None:
        """As `kill -9` does."""
        self.process.kill()
        self.process.wait()

    def _answers(self) -> bool:
        assert self.process.poll() is None, "chroma has ended"
        try:
            return httpx.get(f"{self.url}/api/v2/heartbeat", trust_env=False, timeout=5).is_success
        except httpx.TransportError:
            return False


@cache
def _shared(folder: Path) -> ChromaServer:
    server = ChromaServer(folder)
    atexit.register(server.stop)
    return server


def new_collections(folder: Path) -> str:
    """A CHROMA_URL whose collections nobody else uses; the server lives in `folder`."""
    return f"{_shared(folder).url}/test-{uuid.uuid4().hex[:8]}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
