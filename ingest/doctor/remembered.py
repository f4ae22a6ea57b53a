"""The sketches of the active release: those noted by earlier runs, and for the rest new ones from the stored chunks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

import numpy as np

from ingest.doctor.sketch import Sketch, sketch_of
from knowledge.catalogue import Catalogue
from knowledge.models import Chunk, Document
from knowledge.reading_notes import ReadingNotes

_WORD = re.compile(r"[^\W\d_]+")
_MANY = 50


def sketches_of_release(catalogue: Catalogue, release: int, known: Mapping[str, Document]) -> dict[str, Sketch | None]:
    """The sketch of each document by its digest; None for one that is too short to compare."""
    notes = ReadingNotes(catalogue.engine)
    found = {digest: unpacked(blob) for digest, blob in notes.sketches(document.digest for document in known.values()).items()}
    missing = [document_id for document_id, document in known.items() if document.digest not in found]
    made: dict[str, Sketch | None] = {}
    for document_id, chunks in _chunks(catalogue, release, missing):
        made[known[document_id].digest] = sketch_of(word for chunk in chunks for word in _WORD.findall(chunk.text))
    notes.keep_sketches({digest: packed(sketch) for digest, sketch in made.items()})
    return found | made


def packed(sketch: Sketch | None) -> bytes:
    """For the notes; nothing stands for no sketch."""
    return b"" if sketch is None else sketch.astype("<u4").tobytes()


def unpacked(blob: bytes) -> Sketch | None:
    """What was packed."""
    return np.frombuffer(blob, "<u4").astype(np.uint32) if blob else None


def _chunks(catalogue: Catalogue, release: int, document_ids: Iterable[str]) -> Iterator[tuple[str, Iterable[Chunk]]]:
    """Few documents are asked for one by one, many by one walk over the whole release."""
    wanted = set(document_ids)
    if len(wanted) <= _MANY:
        yield from ((document_id, catalogue.chunks_of(document_id, release)) for document_id in sorted(wanted))
        return
    for document_id, chunks in groupby(catalogue.all_chunks(release), key=lambda chunk: chunk.document_id):
        if document_id in wanted:
            yield document_id, chunks
