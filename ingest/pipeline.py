"""An ingest run, step by step: collect, read, compare, cut, publish (`ingest/publish.py`), report.

Each document fails alone, with a reason a clerk understands. Nothing is visible to readers before the last
step, and a run that finds nothing changed publishes nothing.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import structlog

from ingest.chunker import chunks as cut
from ingest.collect import files_under, id_for, is_link
from ingest.models import RawDocument, Refused
from ingest.official import describe
from ingest.publish import publish
from ingest.readers import reader_for
from ingest.readers.guard import read_guarded
from ingest.readers.progress import PageProgress
from ingest.report import Line, Outcome, Report
from ingest.retire import retire, retire_missing
from ingest.run import Origin, Run
from ingest.sidecar import with_sidecar
from ingest.slips import without_slips
from ingest.sources.links import Download, fetch, without_password
from ingest.structure import sections
from knowledge.base import EmbedProgress, KnowledgeBase
from knowledge.build import Changes
from knowledge.models import Chunk, Document
from knowledge.releases import Overtaken

# Raised whenever the same file would now be cut or described differently: then everything is read anew.
FORM = 4
_LONGEST_ID = 300
# How often a run begins anew because others published meanwhile. What was fetched and embedded is not fetched and embedded again.
_ATTEMPTS = 3
_OVERTAKEN = "Các lượt nạp khác liên tục công bố cùng lúc nên lượt này chưa công bố được. Hãy nạp lại."
_MISSING = "Không tìm thấy tệp hoặc thư mục này. Văn bản đã công bố từ đây, nếu có, vẫn được giữ."
log = structlog.get_logger()


def ingest(
    base: KnowledgeBase,
    roots: Sequence[str],
    *,
    dry_run: bool = False,
    force: bool = False,
    busy: Collection[str] = (),
    dropped: Collection[str] = (),
    progress: EmbedProgress | None = None,
    pages: PageProgress | None = None,
) -> Report:
    """Bring the knowledge base in step with files, folders, corpora and links, and say what happened to each document.

    `busy` are paths of files to leave for later, `dropped` ids of documents whose source is no more.
    """
    started = time.monotonic()
    fetched = fetch(base, roots)
    for _ in range(_ATTEMPTS):
        run = _read(base, roots, fetched, busy=busy, dropped=dropped, force=force, pages=pages)
        report = Report(run.based_on, run.lines, dry_run=dry_run)
        try:
            if not dry_run:
                publish(base, Changes(run.written, run.retired), report, force=force, progress=progress)
                base.catalogue.sources.keep(run.fetches(FORM))
            break
        except Overtaken:
            log.warning("overtaken", based_on=run.based_on)
    else:
        report = Report(base.view().release.number, [Line(root, None, Outcome.FAILED, _OVERTAKEN) for root in roots])
    report.seconds = time.monotonic() - started
    return report


def _read(
    base: KnowledgeBase,
    roots: Sequence[str],
    fetched: Mapping[str, Download | Refused],
    *,
    busy: Collection[str],
    dropped: Collection[str],
    force: bool,
    pages: PageProgress | None,
) -> Run:
    """Read everything and compare it with the active release."""
    view = base.view()
    release = view.release.number
    run = Run({d.document_id: d for d in base.catalogue.documents(release)}, fetched, busy, force, release)
    run.syllables, run.pages = view.statistics.tones, pages
    run.taken = {document_id: document.path for document_id, document in run.known.items()}
    for root in roots:
        _ingest_root(run, root)
    retire(run, [document_id for document_id in dropped if document_id in run.known], "Nguồn đã được gỡ.")
    return run


def _ingest_root(run: Run, root: str) -> None:
    if is_link(root):
        _ingest_link(run, root)
        return
    path = Path(root).expanduser().resolve()
    if not path.exists():
        run.lines.append(Line(root, None, Outcome.FAILED, _MISSING))
        return
    files = list(files_under(path))
    for file in files:
        if str(file) in run.busy:
            run.read[str(file)] = False
        elif str(file) not in run.read:
            run.read[str(file)] = _ingest_file(run, Origin(file, str(file)))
    retire_missing(run, path, len(files))


def _ingest_link(run: Run, root: str) -> None:
    """A link that gave the same as when its documents were published is not read again."""
    download = run.fetched[root]
    if isinstance(download, Refused):
        run.lines.append(Line(without_password(root), None, Outcome.FAILED, str(download)))
        return
    place, last = download.fetch.location, download.fetch
    if place in run.read:
        return
    published = {document_id: document.digest for document_id, document in run.known.items() if document.path == place}
    if published and (last.form, last.documents) == (FORM, published) and not run.seen.keys() & published.keys():
        run.read[place] = True
        run.digests |= published
        run.seen |= dict.fromkeys(published, place)
        run.lines += (Line(place, document_id, Outcome.UNCHANGED) for document_id in published)
        return
    only = next(iter(published)) if len(published) == 1 else None
    run.read[place] = _ingest_file(run, Origin(download.file, place, only))
    if run.read[place]:
        retire(run, [document_id for document_id in published if document_id not in run.seen])


def _ingest_file(run: Run, origin: Origin) -> bool:
    """Whether the file was read to its end; each of its documents gets a line of the report."""
    file, place = origin.file, origin.place
    if reader_for(file) is None:
        run.lines.append(Line(place, None, Outcome.FAILED, f"Chưa đọc được loại tệp “{file.suffix or file.name}”."))
        return False
    whole = True
    try:
        for raw in read_guarded(file, pages=run.pages):
            if isinstance(raw, Refused):
                run.lines.append(Line(place, None, Outcome.FAILED, str(raw)))
                whole = False
            else:
                _take(run, origin, with_sidecar(raw, file))
    except Refused as refused:
        run.lines.append(Line(place, None, Outcome.FAILED, str(refused)))
        return False
    except OSError as error:
        run.lines.append(Line(place, None, Outcome.FAILED, f"Không mở được tệp: {error.strerror}."))
        return False
    except Exception as error:  # a reader's bug must not take the other documents down
        log.exception("reader_failed", path=place)
        run.lines.append(Line(place, None, Outcome.FAILED, f"Lỗi ngoài dự kiến khi đọc tệp ({type(error).__name__})."))
        return False
    return whole


def _take(run: Run, origin: Origin, raw: RawDocument) -> None:
    """Compare one document with what is known; when it is new or changed, cut it into chunks."""
    place = origin.place
    document_id = raw.document_id or origin.document_id or id_for(origin.file, run.taken, place)
    if document_id in run.seen or len(document_id) > _LONGEST_ID:
        run.lines.append(Line(place, document_id[:_LONGEST_ID], Outcome.FAILED, "Mã văn bản này trùng với một văn bản khác, hoặc quá dài."))
        return
    raw = replace(raw, metadata={**raw.metadata, **{name: value for name, value in origin.stated.items() if not raw.metadata.get(name)}})
    digest = run.digests[document_id] = _digest(raw)
    run.seen[document_id] = run.taken[document_id] = place
    before = run.known.get(document_id)
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
