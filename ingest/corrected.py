"""What staff corrected (`knowledge.corrections`), put over what a file says; documents that they took out are kept out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from ingest.models import RawDocument
from ingest.report import Line, Outcome
from ingest.retire import retire
from ingest.run import Run
from knowledge.corrections import Correction

_TAKEN_OUT = "Cán bộ đã gỡ văn bản này."
_TAKEN_OVER = frozenset({Outcome.ADDED, Outcome.UPDATED, Outcome.UNCHANGED, Outcome.RETIRED, Outcome.QUARANTINED})


def corrected(run: Run, document_id: str, raw: RawDocument) -> RawDocument:
    """The document as staff corrected it; a value they left empty is one that the file shall not state either."""
    correction = run.corrections.get(document_id)
    if correction is None or not correction.stated:
        return raw
    stated = dict(correction.stated)
    title = str(stated.pop("title", "") or raw.title)
    return replace(raw, title=title, metadata={**raw.metadata, **stated})


def is_kept_out(run: Run, document_id: str) -> bool:
    """Whether staff took the document out for good."""
    correction = run.corrections.get(document_id)
    return correction is not None and correction.retired


def keep_out(run: Run, document_id: str, place: str) -> None:
    """Retire the document, or leave it out as before."""
    if document_id in run.known:
        retire(run, [document_id], _TAKEN_OUT)
    else:
        run.lines.append(Line(place, document_id, Outcome.UNCHANGED, _TAKEN_OUT))


def has_news(run: Run, document_ids: Iterable[str]) -> bool:
    """Whether something was corrected in one of these documents that no run has taken over yet."""
    return any(one.pending for document_id in document_ids if (one := run.corrections.get(document_id)))


def taken_over(run: Run, lines: Collection[Line]) -> list[Correction]:
    """The pending corrections that this run has published, or put into quarantine with their document."""
    done = {line.document_id for line in lines if line.status in _TAKEN_OVER}
    return [one for document_id, one in run.corrections.items() if one.pending and document_id in done]
