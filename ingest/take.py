"""One document of a run: is it new, changed, or as it was; has the doctor any doubts; then it is cut for publishing."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from ingest.chunk_ids import chunks_of
from ingest.collect import id_for
from ingest.corrected import corrected, has_news, is_kept_out, keep_out
from ingest.models import RawDocument, Refused
from ingest.official import describe
from ingest.quarantine import content_of
from ingest.report import Line, Outcome
from ingest.run import Origin, Run
from ingest.slips import without_slips

_LONGEST_ID = 300


def take(run: Run, origin: Origin, raw: RawDocument) -> None:
    """Compare one document with what is known; when it is new or changed, cut it into chunks."""
    place = origin.place
    document_id = raw.document_id or origin.document_id or id_for(origin.file, run.taken, place)
    if document_id in run.seen or len(document_id) > _LONGEST_ID:
        run.lines.append(Line(place, document_id[:_LONGEST_ID], Outcome.FAILED, "Mã văn bản này trùng với một văn bản khác, hoặc quá dài."))
        return
    raw = replace(raw, metadata={**raw.metadata, **{name: value for name, value in origin.stated.items() if not raw.metadata.get(name)}})
    content = content_of(raw)  # as read: neither a correction nor what the catalogue learns later may undo an approval
    raw = corrected(run, document_id, raw)
    digest = run.digests[document_id] = digest_of(raw, run.form)
    run.seen[document_id] = run.taken[document_id] = place
    if is_kept_out(run, document_id):
        keep_out(run, document_id, place)
        return
    before = run.known.get(document_id)
    if before and before.digest == digest and before.path == place:
        run.lines.append(Line(place, document_id, Outcome.UNCHANGED))
        return
    raw = without_slips(raw, run.syllables)
    try:
        document = describe(raw, document_id, place, digest)
        chunks = list(chunks_of(document, raw))
        if not chunks:
            raise Refused("Văn bản không có đoạn chữ nào để trích dẫn.")
    except Refused as refused:
        run.lines.append(Line(place, document_id, Outcome.FAILED, str(refused)))
        return
    held, findings = run.checkup.holds(raw, document, content), run.checkup.findings[document_id]
    if held:
        run.lines.append(Line(place, document_id, Outcome.QUARANTINED).quarantined(findings))
        return
    run.written.append((document, chunks))
    run.lines.append(Line(place, document_id, Outcome.UPDATED if before else Outcome.ADDED, chunks=len(chunks), findings=findings))


def digest_of(raw: RawDocument, form: int) -> str:
    """What tells this document, read and cut in this form, from every other."""
    return hashlib.sha256(repr((form, raw.title, raw.blocks, sorted(raw.metadata.items(), key=str))).encode()).hexdigest()


def pass_over(run: Run, origin: Origin, state: str | None) -> bool:
    """Whether the file is as it was read before, and all its documents are still published or in quarantine."""
    documents, place, lines = run.files.documents(origin.file, state), origin.place, []
    for document_id, digest in documents or ():
        if document_id in run.seen or has_news(run, [document_id]):
            return False
        before = run.known.get(document_id)
        if (before.digest, before.path) == (digest, place) if before else is_kept_out(run, document_id):
            lines.append(Line(place, document_id, Outcome.UNCHANGED))
        elif why := run.checkup.still_waiting(document_id, digest, place):
            lines.append(Line(place, document_id, Outcome.QUARANTINED).quarantined(why))
        else:
            return False
    run.lines += lines
    run.digests |= dict(documents or ())
    run.seen |= dict.fromkeys((str(line.document_id) for line in lines), place)
    return documents is not None
