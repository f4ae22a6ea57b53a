"""An ingest run, step by step: collect and read (`roots`), compare and cut (`take`), embed, build, gate, publish (`publish`), report.

Each document fails alone, with a reason a clerk understands. Nothing is visible to readers before the last
step, and a run that finds nothing changed publishes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext

import structlog

from ingest.corrected import taken_over
from ingest.disk import FULL, is_disk_full
from ingest.job import one_at_a_time
from ingest.models import Refused
from ingest.publish import publish
from ingest.quarantine import Checkup
from ingest.readers.progress import PageProgress
from ingest.report import Line, Outcome, Report
from ingest.retire import retire
from ingest.roots import read_root
from ingest.run import Run
from ingest.sources.links import Download, fetch
from ingest.unchanged import FilesRead
from knowledge.base import EmbedProgress, KnowledgeBase
from knowledge.build import Changes
from knowledge.corrections import Corrections
from knowledge.reading_notes import ReadingNotes
from knowledge.releases import Overtaken

# Raised whenever the same file would now be cut or described differently: then everything is read anew.
FORM = 5
# How often a run begins anew because others published meanwhile. What was fetched and embedded is not fetched and embedded again.
_ATTEMPTS = 3
_OVERTAKEN = "Các lượt nạp khác liên tục công bố cùng lúc nên lượt này chưa công bố được. Hãy nạp lại."
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
    places: PageProgress | None = None,
) -> Report:
    """Bring the knowledge base in step with files, folders, corpora and links, and say what happened to each document.

    `busy` are paths of files to leave for later, `dropped` ids of documents whose source is no more; `places` hears how
    many of the roots are read. One run at a time: the next one waits. A dry run changes nothing and waits for nobody.
    """
    with nullcontext() if dry_run else one_at_a_time(base):
        started = time.monotonic()
        fetched = fetch(base, roots)
        for _ in range(_ATTEMPTS):
            run = _read(base, roots, fetched, busy=busy, dropped=dropped, force=force, pages=pages, places=places)
            report = Report(run.based_on, run.lines, dry_run=dry_run)
            try:
                if not dry_run:
                    publish(base, Changes(run.written, run.retired), report, force=force, progress=progress)
                    _note(base, run)
                    if not report.refused:
                        Corrections(base.catalogue.engine).settle(taken_over(run, report.documents))
                break
            except Overtaken:
                log.warning("overtaken", based_on=run.based_on)
            except Exception as error:
                if not is_disk_full(error):
                    raise
                if base.catalogue.active().number == run.based_on:
                    report.documents = [line.unpublished(FULL) for line in run.lines]
                break
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
    places: PageProgress | None,
) -> Run:
    """Read everything and compare it with the active release."""
    view = base.view()
    release = view.release.number
    known = {d.document_id: d for d in base.catalogue.documents(release)}
    files = FilesRead(ReadingNotes(base.catalogue.engine), FORM)
    run = Run(known, FORM, Checkup(base, release, known), files, fetched, busy, force, release)
    run.syllables, run.pages = view.statistics.tones, pages
    run.corrections = Corrections(base.catalogue.engine).all()
    run.taken = {document_id: document.path for document_id, document in run.known.items()}
    for number, root in enumerate(roots, start=1):
        read_root(run, root)
        if places:
            places(number, len(roots))
    retire(run, [document_id for document_id in dropped if document_id in run.known], "Nguồn đã được gỡ.")
    _hold_older_versions(run)
    return run


def _note(base: KnowledgeBase, run: Run) -> None:
    """What the next run needs to know."""
    base.catalogue.sources.keep(run.fetches())
    run.checkup.settle(run.seen, run.read)
    run.files.settle()


def _hold_older_versions(run: Run) -> None:
    """Documents of which a newer version came later in the run."""
    late = run.checkup.held_late(document for document, _ in run.written)
    run.written = [(document, chunks) for document, chunks in run.written if document.document_id not in late]
    whys = {document_id: run.checkup.findings[document_id] for document_id in late}
    run.lines = [line if line.document_id not in whys else line.quarantined(whys[line.document_id]) for line in run.lines]
