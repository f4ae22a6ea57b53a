"""An ingest run, step by step: collect, read, compare, cut, embed, publish, report.

Each document fails alone, with a reason a clerk understands. Nothing is visible to readers before the last
step, and a run that finds nothing changed publishes nothing.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from ingest.chunker import chunks as cut
from ingest.collect import files_under, id_for
from ingest.models import RawDocument, Refused
from ingest.official import describe
from ingest.readers import reader_for
from ingest.readers.guard import read_guarded
from ingest.readers.progress import PageProgress
from ingest.report import Line, Outcome, Report
from ingest.sidecar import with_sidecar
from ingest.slips import without_slips
from ingest.structure import sections
from knowledge.base import EmbedProgress, KnowledgeBase
from knowledge.catalogue import Changes
from knowledge.language.tones import ToneModel
from knowledge.models import Chunk, Document

# Raised whenever the same file would now be cut or described differently: then everything is read anew.
FORM = 4
_LONGEST_ID = 300
log = structlog.get_logger()


@dataclass(slots=True)
class Run:
    """What a run has found so far.

    `known` are the active release's documents by id, `taken` all ids and their paths; `read` says of each file
    whether it was read to its end.
    """

    known: dict[str, Document]
    lines: list[Line] = field(default_factory=list)
    written: list[tuple[Document, list[Chunk]]] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)
    read: dict[str, bool] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    syllables: ToneModel = field(default_factory=lambda: ToneModel({}, {}))
    pages: PageProgress | None = None


def ingest(
    base: KnowledgeBase,
    roots: Sequence[str],
    *,
    dry_run: bool = False,
    progress: EmbedProgress | None = None,
    pages: PageProgress | None = None,
) -> Report:
    """Bring the knowledge base in step with files, folders and corpora, and say what happened to each document."""
    started = time.monotonic()
    view = base.view()
    release = view.release
    run = Run({d.document_id: d for d in base.catalogue.documents(release.number)}, syllables=view.statistics.tones, pages=pages)
    run.taken = {document_id: document.path for document_id, document in run.known.items()}
    for root in roots:
        _ingest_root(run, root)
    changes = Changes(run.written, run.retired)
    if changes and not dry_run:
        base.embed_missing([chunk for _, chunks in run.written for chunk in chunks], progress)
        release = base.publish(changes)
    return Report(release.number, run.lines, time.monotonic() - started, dry_run)


def _ingest_root(run: Run, root: str) -> None:
    path = Path(root).expanduser().resolve()
    if root.startswith(("http://", "https://")):
        run.lines.append(Line(root, None, Outcome.FAILED, "Chưa nạp được từ liên kết. Hãy tải tệp về máy rồi nạp tệp đó."))
        return
    if not path.exists():
        run.lines.append(Line(root, None, Outcome.FAILED, "Không tìm thấy tệp hoặc thư mục này."))
        return
    for file in files_under(path):
        if str(file) not in run.read:
            run.read[str(file)] = _ingest_file(run, file)
    _retire_missing(run, path)


def _ingest_file(run: Run, file: Path) -> bool:
    """Whether the file was read to its end; each of its documents gets a line of the report."""
    if reader_for(file) is None:
        run.lines.append(Line(str(file), None, Outcome.FAILED, f"Chưa đọc được loại tệp “{file.suffix or file.name}”."))
        return False
    whole = True
    try:
        for raw in read_guarded(file, pages=run.pages):
            if isinstance(raw, Refused):
                run.lines.append(Line(str(file), None, Outcome.FAILED, str(raw)))
                whole = False
            else:
                _take(run, file, with_sidecar(raw, file))
    except Refused as refused:
        run.lines.append(Line(str(file), None, Outcome.FAILED, str(refused)))
        return False
    except OSError as error:
        run.lines.append(Line(str(file), None, Outcome.FAILED, f"Không mở được tệp: {error.strerror}."))
        return False
    except Exception as error:  # a reader's bug must not take the other documents down
        log.exception("reader_failed", path=str(file))
        run.lines.append(Line(str(file), None, Outcome.FAILED, f"Lỗi ngoài dự kiến khi đọc tệp ({type(error).__name__})."))
        return False
    return whole


def _take(run: Run, file: Path, raw: RawDocument) -> None:
    """Compare one document with what is known; when it is new or changed, cut it into chunks."""
    document_id = raw.document_id or id_for(file, run.taken)
    place = str(file)
    if document_id in run.seen or len(document_id) > _LONGEST_ID:
        run.lines.append(Line(place, document_id[:_LONGEST_ID], Outcome.FAILED, "Mã văn bản này trùng với một văn bản khác, hoặc quá dài."))
        return
    run.seen[document_id] = run.taken[document_id] = place
    before = run.known.get(document_id)
    digest = _digest(raw)
    if before and before.digest == digest and before.path == place:
        run.lines.append(Line(place, document_id, Outcome.UNCHANGED))
        return
    raw = without_slips(raw, run.syllables)
    try:
        document = describe(raw, document_id, place, digest)
        chunks = list(_chunks(document, raw))
        if not chunks:
            raise Refused("Văn bản không có đoạn chữ nào để trích dẫn.")
    except Refused as refused:
        run.lines.append(Line(place, document_id, Outcome.FAILED, str(refused)))
        return
    run.written.append((document, chunks))
    run.lines.append(Line(place, document_id, Outcome.UPDATED if before else Outcome.ADDED, chunks=len(chunks)))


def _digest(raw: RawDocument) -> str:
    return hashlib.sha256(repr((FORM, raw.title, raw.blocks, sorted(raw.metadata.items(), key=str))).encode()).hexdigest()


def _chunks(document: Document, raw: RawDocument) -> Iterator[Chunk]:
    """Chunks with ids made of their content, so that an unchanged chunk keeps its id and its vector."""
    named = document.title if document.number is None or document.number in document.title else f"{document.name}. {document.title}"
    used: dict[str, int] = {}
    for position, draft in enumerate(cut(named, sections(raw.blocks))):
        chunk = Chunk("", document.document_id, position, draft.locator, draft.text, draft.page, draft.context)
        stem = f"{document.document_id}#{chunk.digest[:10]}"
        used[stem] = used.get(stem, 0) + 1
        chunk_id = stem if used[stem] == 1 else f"{stem}-{used[stem]}"
        yield Chunk(chunk_id, document.document_id, position, draft.locator, draft.text, draft.page, draft.context, draft.boxes)


def _retire_missing(run: Run, root: Path) -> None:
    """Documents read from under `root` before and not found now are retired; those of a file that failed stay."""
    for document_id, document in run.known.items():
        inside = document.path == str(root) or document.path.startswith(f"{root}/")
        if inside and document_id not in run.seen and run.read.get(document.path, True) and document_id not in run.retired:
            run.retired.append(document_id)
            run.lines.append(Line(document.path, document_id, Outcome.RETIRED, "Không còn trong nguồn."))
