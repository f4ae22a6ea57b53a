"""An ingest as a process of its own, and one at a time in the whole installation.

Whoever starts it, an admin page for example, may be restarted or die: the ingest goes on to its end and leaves its report in a
file. If the ingest itself dies, its lock is free at once, nothing of it was published, and the next run uses what it embedded.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from knowledge.base import KnowledgeBase

LOCK = "ingest"
log = structlog.get_logger(__name__)


@contextmanager
def one_at_a_time(base: KnowledgeBase) -> Iterator[None]:
    """Wait until no other process ingests, on this machine or, with PostgreSQL, on any."""
    lock = base.locks.named(LOCK)
    if not lock.acquire(seconds=0):
        log.warning("waiting_for_another_ingest")
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


@dataclass(frozen=True, slots=True)
class Job:
    """An ingest that was started. `report` is there, whole, when it has ended."""

    report: Path
    pid: int

    def outcome(self) -> dict[str, Any] | None:
        """Its report as JSON, with `exit_code`; None while it runs, or when it died."""
        try:
            return json.loads(self.report.read_text(encoding="utf-8"))  # type: ignore[no-any-return]
        except FileNotFoundError:
            return None


def start(data_dir: Path, sources: Sequence[str], *options: str) -> Job:
    """Start `python -m ingest SOURCES…` in a session of its own. It reads the same settings as this process."""
    report = data_dir / "run" / f"ingest-{uuid.uuid4().hex[:12]}.json"
    report.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "ingest.job", str(report), *options, *sources]
    process = subprocess.Popen(  # noqa: S603  (our own module, no shell)
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "DATA_DIR": str(data_dir.resolve())},
    )
    return Job(report, process.pid)


def main(report: Path, arguments: Sequence[str]) -> None:
    """Run the command, and keep what it printed: written beside and renamed, never half a file."""
    command = [sys.executable, "-m", "ingest", *arguments, "--json"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)  # noqa: S603
    printed = done.stdout.strip()
    kept = json.loads(printed) if printed.startswith("{") else {"error": done.stderr.strip().splitlines()[-1:]}
    part = report.with_suffix(".part")
    part.write_text(json.dumps({**kept, "exit_code": done.returncode}, ensure_ascii=False), encoding="utf-8")
    part.replace(report)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
