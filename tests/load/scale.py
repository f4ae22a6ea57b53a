"""`python -m tests.load scale 10000 100000`: what a base of so many chunks costs on PostgreSQL and a Chroma server.

The chunks are shuffled sentences and their vectors are drawn around real ones (tests/bench/bases.py): nothing is embedded, so what
is measured is storing, indexing and searching. One JSON line for each size.
"""

from __future__ import annotations

import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import text

from knowledge.base import KnowledgeBase
from knowledge.search import rank, read_query, search
from tests.bench.bases import fill, sentences
from tests.conftest import make_settings
from tests.load.asking import questions
from tests.support.chroma import ChromaServer
from tests.support.embedders import default_embedder
from tests.support.papers import paper, publish
from tests.support.postgres import new_database

ASKED = 200


def measure(count: int) -> dict[str, float]:
    """Figures of one size; milliseconds, seconds and megabytes as their names say."""
    with _servers() as (database, chroma), tempfile.TemporaryDirectory() as folder:
        settings = make_settings(Path(folder) / "data", database_url=database, chroma_url=chroma.url)
        centres = default_embedder().passages(sentences()[:400])
        found: dict[str, float] = {"chunks": count}
        found["fill_s"] = _seconds(lambda: fill(settings, count, centres, default_embedder().name))
        with closing(KnowledgeBase(settings)) as base:
            before = _memory(os.getpid())
            found["index_s"] = _seconds(lambda: base.refresh())
            found["process_mb"] = _memory(os.getpid()) - before
            found |= _searching(base)
            found["publish_20_s"] = _seconds(lambda: publish(base, paper("moi", *(f"Khoản mới số {n} về dữ liệu" for n in range(20)))))
            found["database_mb"] = _database(base)
        found["chroma_mb"] = _memory(chroma.process.pid)
        found["chroma_disk_mb"] = _disk(chroma.folder)
        found["keywords_mb"] = _disk(settings.data_dir / "keywords")
        other = make_settings(Path(folder) / "other", database_url=database, chroma_url=chroma.url)
        with closing(KnowledgeBase(other)) as base:
            found["new_machine_s"] = _seconds(lambda: base.refresh())
            with closing(KnowledgeBase(settings)) as publisher:
                publish(publisher, paper("moi", "Khoản đổi khác"))
            found["follow_s"] = _seconds(lambda: base.refresh())
        return found


def _searching(base: KnowledgeBase) -> dict[str, float]:
    view = base.view()
    asked = questions()[:ASKED]
    queries = [(read_query(q, view), base.embedder.query(read_query(q, view).accented)) for q in asked]
    parts: dict[str, Callable[[int], object]] = {
        "read_ms": lambda n: read_query(asked[n], view),
        "embed_ms": lambda n: base.embedder.query(queries[n][0].accented),
        "vectors_ms": lambda n: base.vectors.nearest(queries[n][1], 50),
        "keywords_ms": lambda n: base.keywords.best(queries[n][0].expanded, 60, 0.3, queries[n][0].accented),
        "rank_ms": lambda n: rank(base, view, *queries[n], 40),
        "search_ms": lambda n: search(base, asked[n], 40, view),
    }
    return {name: round(_median(part, len(asked)), 2) for name, part in parts.items()}


def _median(part: Callable[[int], object], count: int) -> float:
    took = []
    for n in range(count):
        started = time.perf_counter()
        part(n)
        took.append((time.perf_counter() - started) * 1000)
    return statistics.median(took)


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return round(time.perf_counter() - started, 2)


def _memory(pid: int) -> float:
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return round(int(line.split()[1]) / 1024, 1)


def _disk(folder: Path) -> float:
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6, 1)


def _database(base: KnowledgeBase) -> float:
    with base.catalogue.engine.connect() as db:
        return round(int(db.execute(text("SELECT pg_database_size(current_database())")).scalar_one()) / 1e6, 1)


@contextmanager
def _servers() -> Iterator[tuple[str, ChromaServer]]:
    with tempfile.TemporaryDirectory(prefix="scale-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        chroma = ChromaServer(Path(folder) / "chroma")
        try:
            yield new_database(Path(folder) / "postgres"), chroma
        finally:
            chroma.stop()


def run(sizes: list[int]) -> None:
    """A line for each."""
    for size in sizes:
        print(json.dumps(measure(size)), flush=True)
