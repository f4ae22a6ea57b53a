"""A service of its own to put load on, with the starter documents, and what it takes of the machine."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.support.serving import free_address
from tests.support.shell import ROOT, environment


@dataclass(frozen=True, slots=True)
class Usage:
    """Of the service's processes together. `memory` in MB, without pages that are shared."""

    memory: float
    files: int
    threads: int
    connections: int


@dataclass
class Service:
    """A running service."""

    process: subprocess.Popen[bytes]
    address: str
    data: Path

    def pids(self) -> list[int]:
        """The process and its workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *(int(child) for child in children)]

    def usage(self) -> Usage:
        """Now."""
        rows = [_usage(pid) for pid in self.pids()]
        memory, files, threads, connections = (sum(column) for column in zip(*rows, strict=True))
        return Usage(memory, int(files), int(threads), int(connections))

    def ingest(self, folder: Path) -> None:
        """Publish what lies in the folder."""
        subprocess.run(
            [sys.executable, "-m", "ingest", str(folder), "--json"], env=environment(self.data), stdout=subprocess.DEVNULL, check=True
        )


def _usage(pid: int) -> tuple[float, int, int, int]:
    """One process; zeros when it has just ended."""
    try:
        pss = next(line for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines() if line.startswith("Pss_Anon"))
        files = [os.fspath(fd.readlink()) for fd in Path(f"/proc/{pid}/fd").iterdir()]
        threads = len(list(Path(f"/proc/{pid}/task").iterdir()))
    except OSError:
        return 0.0, 0, 0, 0
    return int(pss.split()[1]) / 1024, len(files), threads, sum(name.startswith("socket:") for name in files)


@contextmanager
def running(data: Path, workers: int = 1, **settings: str) -> Iterator[Service]:
    """Start it on a copy of the data folder, wait until it answers, stop it at the end."""
    address = free_address()
    command = [sys.executable, str(ROOT / "bot.py"), "--workers", str(workers)]
    settings = {"PORT": address.rsplit(":", 1)[1], **settings}
    process = subprocess.Popen(
        command, env=environment(data, **settings), cwd=data.parent, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 180
        while not _ready(address):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the service did not start")
            time.sleep(0.1)
        yield Service(process, address, data)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def _ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/health/ready", timeout=5, trust_env=False).is_success
    except httpx.TransportError:
        return False


def starter_data(folder: Path) -> Path:
    """A data folder with the starter documents: a copy of what the tests keep, or made now."""
    for kept in sorted((ROOT / ".pytest_cache" / "d" / "starter").glob("*/ready")):
        return Path(shutil.copytree(kept.parent / "data", folder / "data"))
    data = folder / "data"
    subprocess.run([sys.executable, "-m", "ingest"], env=environment(data), cwd=folder, stdout=subprocess.DEVNULL, check=True)
    return data
