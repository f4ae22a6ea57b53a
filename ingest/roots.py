"""What a run is told to read (a link, a file, a folder): found, read, and taken document by document (`ingest/take.py`)."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from ingest.collect import files_under, is_link
from ingest.corrected import has_news
from ingest.models import RawDocument, Refused
from ingest.readers.guard import read_guarded
from ingest.reading import documents_in, unexpected
from ingest.report import Line, Outcome
from ingest.retire import retire, retire_missing
from ingest.run import Origin, Run
from ingest.sources.links import without_password
from ingest.take import pass_over, take

_MISSING = "Không tìm thấy tệp hoặc thư mục này. Văn bản đã công bố từ đây, nếu có, vẫn được giữ."


def read_root(run: Run, root: str) -> None:
    """Read a link, or a file, or every file of a folder; each document and each failure gets a line of the report."""
    if is_link(root):
        _read_link(run, root)
        return
    path = Path(root).expanduser().resolve()
    if not path.exists():
        _refuse(run, root, _MISSING)
        return
    files = list(files_under(path, lambda refused, reason: _refuse(run, str(refused), reason)))
    for file in files:
        if str(file) in run.busy:
            run.read[str(file)] = False
        elif str(file) not in run.read:
            run.read[str(file)] = _read_file(run, Origin(file, str(file)))
    retire_missing(run, path, len(files))


def _read_link(run: Run, root: str) -> None:
    """A link that gave the same as when its documents were published is not read again."""
    download = run.fetched[root]
    if isinstance(download, Refused):
        run.lines.append(Line(without_password(root), None, Outcome.FAILED, str(download)))
        return
    place, last = download.fetch.location, download.fetch
    if place in run.read:
        return
    published = {document_id: document.digest for document_id, document in run.known.items() if document.path == place}
    same = bool(published) and (last.form, last.documents) == (run.form, published) and not has_news(run, published)
    if same and not run.seen.keys() & published.keys():
        run.read[place] = True
        run.digests |= published
        run.seen |= dict.fromkeys(published, place)
        run.lines += (Line(place, document_id, Outcome.UNCHANGED) for document_id in published)
        return
    only = next(iter(published)) if len(published) == 1 else None
    run.read[place] = _read_file(run, Origin(download.file, place, only))
    if run.read[place]:
        retire(run, [document_id for document_id in published if document_id not in run.seen])


def _read_file(run: Run, origin: Origin) -> bool:
    """Whether the file was read to its end, now or before; each of its documents gets a line of the report."""
    state, start = run.files.state(origin.file), len(run.lines)
    if origin.place == str(origin.file) and pass_over(run, origin, state):
        return True
    whole = _read_whole(run, origin)
    new = run.lines[start:]
    if whole and not any(line.status is Outcome.FAILED for line in new):
        run.files.note(origin.file, state, [(str(line.document_id), run.digests[str(line.document_id)]) for line in new])
    return whole


def _read_whole(run: Run, origin: Origin) -> bool:
    whole = True
    for raw in documents_in(origin.file, partial(read_guarded, pages=run.pages)):
        if isinstance(raw, RawDocument):
            try:
                take(run, origin, raw)
                continue
            except Exception as error:  # a bug of ours must not take the other documents down
                raw = unexpected(error, origin.file)
        _refuse(run, origin.place, str(raw))
        whole = False
    return whole


def _refuse(run: Run, place: str, reason: str) -> None:
    """A name that is no text is shown with its bytes spelled out."""
    run.lines.append(Line(place.encode("utf-8", "backslashreplace").decode(), None, Outcome.FAILED, reason))
    run.read[place] = False
