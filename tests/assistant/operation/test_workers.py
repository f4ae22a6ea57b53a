"""`python bot.py --workers N`: equal processes on one port; one that dies is missed by nobody, and comes back."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.support.papers import FERTILISER, write
from tests.support.serving import free_address
from tests.support.shell import ROOT, ingest_command, start
from tests.support.waiting import meets

BOT = str(ROOT / "bot.py")
QUESTION = "Quyết định 127 còn hiệu lực không?"


def workers_of(process: subprocess.Popen[str]) -> set[int]:
    """The children that serve; the one that only keeps track of resources is left out."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return {int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()}


class Service:
    """A service of several processes, and questions to it."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process = process
        self.address = address

    def answers(self) -> bool:
        """Whether it answers a question; a connection that breaks counts as no."""
        try:
            asked = httpx.post(f"{self.address}/api/ask", json={"question": QUESTION}, timeout=30, trust_env=False)
        except httpx.TransportError:
            return False
        return asked.status_code == 200 and asked.json()["status"] == "answered"

    def release(self) -> int:
        """The release that some worker is on."""
        asked = httpx.post(f"{self.address}/api/ask", json={"question": QUESTION}, timeout=30, trust_env=False)
        return int(asked.json()["release"])


@contextmanager
def serving(data: Path, number: int) -> Iterator[Service]:
    address = free_address()
    process = start(data, BOT, "--workers", str(number), PORT=address.rsplit(":", 1)[1], PYTHONUNBUFFERED="1")
    service = Service(process, address)
    try:
        meets(lambda: process.poll() is not None or service.answers(), 150)
        assert process.poll() is None, process.communicate()[1]
        yield service
    finally:
        if process.poll() is None:
            process.kill()
            for worker in workers_of(process):
                os.kill(worker, signal.SIGKILL)
        process.communicate()


@pytest.mark.timeout(600)  # five processes begin, on whatever machine
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="children are looked up in /proc")
def test_a_worker_that_is_killed_is_missed_by_nobody_and_comes_back(starter_copy: Path, tmp_path: Path) -> None:
    with serving(starter_copy, 2) as service:
        meets(lambda: len(workers_of(service.process)) == 2)
        first, second = sorted(workers_of(service.process))
        os.kill(first, signal.SIGKILL)
        assert all(service.answers() for _ in range(5))
        meets(lambda: len(workers_of(service.process) - {first}) == 2)
        ingest_command(starter_copy, write(tmp_path / "in", phan_bon=FERTILISER))
        meets(lambda: {service.release() for _ in range(6)} == {2})
        service.process.send_signal(signal.SIGTERM)
        out, errors = service.process.communicate(timeout=60)
        assert service.process.returncode == 0, errors
        assert "Đã dừng" in out
        assert not Path(f"/proc/{second}").exists()
