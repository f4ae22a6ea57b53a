"""`python -m tests.load costs`: what a document, a question and a repeated question cost of the processor, the memory and the disk.

Once on one folder (SQLite, embedded Chroma) and once on servers (PostgreSQL, Chroma), with the starter documents. One JSON line each;
`…_cpu_ms` are milliseconds of one core.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import create_engine, text

from tests.load.asking import Asker, questions
from tests.load.service import running
from tests.support.chroma import ChromaServer
from tests.support.postgres import new_database
from tests.support.shell import ROOT, environment

PEOPLE = 4
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Place:
    """Where the data are, and the servers that work for it: name -> process."""

    data: Path
    settings: dict[str, str] = field(default_factory=dict)
    servers: dict[str, int] = field(default_factory=dict)

    @property
    def records(self) -> str:
        """The address of the log."""
        return self.settings.get("DATABASE_URL") or f"sqlite:///{self.data / 'assistant.sqlite3'}"


def cpu_seconds(pid: int) -> float:
    """What a process and its children have computed, those that have ended included."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(map(int, fields[11:15])) / _TICKS + sum(cpu_seconds(int(child)) for child in children)


def reading(data: Path) -> dict[str, object]:
    """Ingest the starter documents into an empty folder."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "ingest", "--json"], env=environment(data), cwd=data.parent, capture_output=True, text=True, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    report = json.loads(done.stdout)
    documents = [line for line in report["documents"] if line["status"] == "added"]
    chunks = sum(line["chunks"] for line in documents)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "what": "reading",
        "documents": len(documents),
        "chunks": chunks,
        "seconds": report["seconds"],
        "document_cpu_ms": round(1000 * cpu / len(documents)),
        "chunk_cpu_ms": round(1000 * cpu / chunks),
        "kilobytes_a_chunk": {part: round(_disk(data / part) / chunks / 1e3, 1) for part in ("knowledge.sqlite3", "vectors", "keywords")},
    }


async def asking(place: Place, seconds: float) -> dict[str, object]:
    """Different questions, then the same few again and again."""
    found: dict[str, object] = {"what": "asking", "on": "servers" if place.servers else "one folder"}
    for name, cache, asked in (("question", "0", questions()), ("repeated", "1000", questions()[:50])):
        with running(place.data, ANSWER_CACHE=cache, **place.settings) as service:
            asker = Asker(service.address, asked)
            await asker.closed(PEOPLE, seconds / 2)
            pids = {"service": service.process.pid, **place.servers}
            before, size = {part: cpu_seconds(pid) for part, pid in pids.items()}, _rows_bytes(place.records)
            outcome = await asker.closed(PEOPLE, seconds)
            number = outcome.codes[200]
            for part, pid in pids.items():
                found[f"{name}_{part}_cpu_ms"] = round(1000 * (cpu_seconds(pid) - before[part]) / number, 1)
            found[f"{name}_log_kilobytes"] = round((_rows_bytes(place.records) - size) / number / 1e3, 1)
            found[f"{name}_line"] = outcome.line()
            found[f"{name}_memory_mb"] = round(service.usage().memory)
            await asker.close()
    return found


@contextmanager
def on_servers(data: Path) -> Iterator[Place]:
    """The same data, moved by `migrate-data`."""
    with tempfile.TemporaryDirectory(prefix="costs-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        chroma = ChromaServer(Path(folder) / "chroma")
        try:
            settings = {"DATABASE_URL": new_database(Path(folder) / "postgres"), "CHROMA_URL": chroma.url}
            command = [sys.executable, str(ROOT / "bot.py"), "migrate-data"]
            subprocess.run(command, env=environment(data, **settings), cwd=data.parent, stdout=subprocess.DEVNULL, check=True)
            postgres = int((Path(folder) / "postgres" / "postmaster.pid").read_text().split()[0])
            yield Place(data, settings, {"postgres": postgres, "chroma": chroma.process.pid})
        finally:
            chroma.stop()


def _disk(path: Path) -> int:
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def _rows_bytes(url: str) -> int:
    """How large the database is, what is still in SQLite's journal included."""
    engine = create_engine(url)
    sqlite = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    try:
        with engine.connect() as db:
            return int(db.execute(text(sqlite if url.startswith("sqlite") else "SELECT pg_database_size(current_database())")).scalar_one())
    finally:
        engine.dispose()


async def measure(seconds: float) -> None:
    """All of it."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        print(json.dumps(reading(data)), flush=True)
        print(json.dumps(await asking(Place(data), seconds)), flush=True)
        with on_servers(data) as place:
            print(json.dumps(await asking(place, seconds)), flush=True)
