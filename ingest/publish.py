"""The end of a run: embed what is new, build the next release, put it to the gate, publish it with one row."""

from __future__ import annotations

from ingest.gate import compare
from ingest.golden import read_golden
from ingest.report import Report
from knowledge.base import EmbedProgress, KnowledgeBase
from knowledge.build import Changes


def publish(base: KnowledgeBase, changes: Changes, report: Report, *, force: bool, progress: EmbedProgress | None) -> None:
    """Publish the changes to the release that the report names, unless the gate refuses the new one; the report says what came of it.

    Raises:
        Overtaken: another process published or rolled back since the changes were made out.
    """
    if not changes:
        base.discard_leftovers()
        return
    # Before the lock is taken: embedding may last for hours, and vectors are kept as they come.
    base.embed_missing([chunk for _, chunks in changes.written for chunk in chunks], progress)
    with base.writing():
        candidate = base.build(changes, report.release)
        golden = read_golden(base.settings.data_dir / "golden")
        report.gate = compare(base, base.view(), candidate, golden, base.settings.gate_margin)
        if not report.gate.passed and not force:
            base.discard(candidate)
            return
        report.forced = not report.gate.passed
        base.catalogue.releases.note(candidate.release, report.gate.as_json(), forced=report.forced)
        base.activate(candidate)
        report.release = candidate.release.number
