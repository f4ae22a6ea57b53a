"""Large knowledge bases made in seconds: real Vietnamese sentences shuffled into new chunks, and vectors that nobody had to compute."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sqlalchemy import create_engine, insert

from knowledge import tables as t
from knowledge.base import KnowledgeBase
from knowledge.catalogue import Catalogue
from knowledge.embedding import Vectors
from knowledge.models import Chunk, Document
from knowledge.settings import KnowledgeSettings
from tests.conftest import SHARED, STARTER_DOCUMENTS, make_settings
from tests.support.embedders import default_embedder

ALQAC = SHARED / "data" / "alqac"
CHUNKS_OF_A_DOCUMENT = 20
_BATCH = 5000


def sentences() -> list[str]:
    """Sentences of the law articles, or of the starter documents where those are missing."""
    if (ALQAC / "corpus.jsonl").exists():
        texts = [json.loads(line)["text"] for line in (ALQAC / "corpus.jsonl").read_text(encoding="utf-8").splitlines()]
    else:
        texts = [path.read_text(encoding="utf-8").split("---", 2)[2] for path in STARTER_DOCUMENTS.glob("*.md")]
    return [line.strip() for text in texts for line in text.replace(". ", ".\n").splitlines() if len(line) > 30]


def synthetic_chunks(count: int, seed: int = 1) -> Iterator[Chunk]:
    """Chunks of two to five shuffled sentences, about 500 characters."""
    draw, stock = random.Random(seed), sentences()
    for n in range(count):
        document_id = f"van-ban-{n // CHUNKS_OF_A_DOCUMENT}"
        text = f"{n}. {' '.join(draw.choice(stock)[:220] for _ in range(draw.randint(2, 4)))}"
        yield Chunk(f"{document_id}#{n}", document_id, n % CHUNKS_OF_A_DOCUMENT, f"khoản {n}", text, None, f"Văn bản {document_id}")


def synthetic_vectors(count: int, centres: Vectors, seed: int = 2) -> Vectors:
    """Unit vectors around the vectors of real passages, with the spread that real passages have among themselves."""
    draw = np.random.default_rng(seed)
    spread = (centres - centres.mean(axis=0)).std(axis=0)
    found = centres[draw.integers(0, len(centres), count)] + draw.normal(size=(count, centres.shape[1])).astype(np.float32) * spread * 0.6
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


def fill(settings: KnowledgeSettings, count: int, centres: Vectors, model: str) -> None:
    """Write `count` chunks and their vectors straight into the catalogue, as release 1."""
    Catalogue.open(settings.resolved_database_url).close()
    engine = create_engine(settings.resolved_database_url)
    vectors = synthetic_vectors(count, centres)
    from datetime import UTC, datetime

    documents = [
        Document(f"van-ban-{n}", f"Văn bản số {n} về quản lý", number=f"{n}/QĐ-UBND") for n in range(-(-count // CHUNKS_OF_A_DOCUMENT))
    ]
    with engine.begin() as db:
        rows = [{name: getattr(d, name) for name in Document.__dataclass_fields__} for d in documents]
        db.execute(insert(t.documents), [{**row, "details": {}, "from_release": 1} for row in rows])
        held: list[Chunk] = []
        for n, chunk in enumerate(synthetic_chunks(count), start=1):
            held.append(chunk)
            if len(held) == _BATCH or n == count:
                fields = Chunk.__dataclass_fields__
                new = [{**{name: getattr(c, name) for name in fields}, "vector_digest": c.digest, "from_release": 1} for c in held]
                db.execute(insert(t.chunks), new)
                blobs = vectors[n - len(held) : n]
                db.execute(
                    insert(t.vectors),
                    [{"digest": c.digest, "model": model, "vector": v.tobytes()} for c, v in zip(held, blobs, strict=True)],
                )
                held = []
        db.execute(insert(t.releases).values(number=1, published_at=datetime.now(UTC), documents=len(documents), chunks=count))
        db.execute(t.active.update().values(release=1, newest=1))
    engine.dispose()


def large_base(folder: Path, count: int, centres: Vectors) -> KnowledgeBase:
    """An open base of `count` synthetic chunks, indexed."""
    settings = make_settings(folder)
    fill(settings, count, centres, default_embedder().name)
    base = KnowledgeBase(settings)
    base.view()
    return base
