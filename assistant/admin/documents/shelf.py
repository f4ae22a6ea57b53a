"""The documents as staff see them: those in the release, those that wait in quarantine, those that were taken out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from assistant.admin.documents.listed import Row, Wanted, validity_of, words_of
from assistant.admin.documents.publishing import Publishing
from assistant.admin.documents.tray import Tray
from assistant.admin.words import say
from assistant.clock import HERE
from assistant.records.jobs import Jobs, Progress
from assistant.records.versions import Overtaken
from knowledge.base import KnowledgeBase
from knowledge.corrections import CorrectedMeanwhile, Correction, Corrections
from knowledge.language.normalise import fold
from knowledge.models import Chunk, Document
from knowledge.quarantine import Held, Quarantine


@dataclass(frozen=True, slots=True)
class Opened:
    """One document: as it is in the release, as it waits in quarantine, and what staff corrected of it; each may be missing."""

    document_id: str
    document: Document | None = None
    held: Held | None = None
    correction: Correction | None = None

    @property
    def path(self) -> str:
        """Where its file is."""
        return next((one.path for one in (self.held, self.document, self.correction) if one), "")

    @property
    def exists(self) -> bool:
        """Whether anything is known of it."""
        return bool(self.document or self.held or self.correction)


@dataclass
class Shelf:
    """Reads from the knowledge base; `publishing` changes it. Every call blocks."""

    base: KnowledgeBase
    publishing: Publishing
    tray: Tray
    jobs: Jobs
    today: Callable[[], date] = field(default=lambda: datetime.now(HERE).date())

    def __post_init__(self) -> None:
        self.corrections = Corrections(self.base.catalogue.engine)
        self.quarantine = Quarantine(self.base.catalogue.engine)
        self._folded: tuple[str, Mapping[str, str]] = ("", {})

    def rows(self, wanted: Wanted) -> list[Row]:
        """Documents by day of issue, newest first; what is not in the release comes before."""
        words = fold(wanted.words).split()
        return [row for row in self._all() if wanted.fits(row, words)]

    def kinds_and_provinces(self) -> tuple[list[str], list[str]]:
        """What there is to choose from."""
        documents = self.base.view().documents.values()
        return sorted({d.kind for d in documents if d.kind}), sorted({d.province for d in documents if d.province})

    def open(self, document_id: str) -> Opened:
        """All that is known of one document."""
        held = next((one for one in self.quarantine.waiting() if one.document_id == document_id), None)
        return Opened(document_id, self.base.view().documents.get(document_id), held, self.corrections.of(document_id))

    def passages(self, document_id: str) -> list[Chunk]:
        """The text of a document of the release, in reading order."""
        return list(self.base.view().chunks_of(document_id))

    def correct(self, opened: Opened, by: str, stated: Mapping[str, Any], *, retired: bool = False) -> str:
        """Keep what this person knows better than the document's file; the place to publish for it to hold.

        Raises:
            Overtaken: somebody else corrected it since it was opened; nothing is changed.
        """
        try:
            self.corrections.put(opened.document_id, opened.path, by, opened.correction, stated=stated, retired=retired)
        except CorrectedMeanwhile as meanwhile:
            raise Overtaken(asdict(meanwhile.now) if meanwhile.now else None) from meanwhile
        return opened.path

    def retire(self, opened: Opened, by: str, progress: Progress, *, force: bool = False) -> Mapping[str, Any]:
        """Take a document out for good.

        Raises:
            ValueError: somebody else corrected it since it was opened; nothing is done.
        """
        retire = self.publishing.retire
        try:
            return retire(opened.document_id, opened.path, by, opened.correction, force=force, progress=progress)
        except CorrectedMeanwhile as meanwhile:
            raise ValueError(say("documents.changed_meanwhile")) from meanwhile

    def publish_tray(self, names: list[str], progress: Progress, *, force: bool = False) -> Mapping[str, Any]:
        """Publish files of the tray. Those that cannot be read lie there again afterwards, all of them when nothing is published."""
        moved = self.tray.move_out(names)
        try:
            report = self.publishing.publish([str(one.path) for one in moved], force=force, progress=progress)
        except BaseException:
            self.tray.move_back(moved)
            raise
        good = {line["path"] for line in report["documents"] if line["status"] != "failed"}
        self.tray.move_back(one for one in moved if is_refused(report) or str(one.path) not in good)
        return report

    def reclaim(self) -> None:
        """Files that a process was publishing when it died lie in the tray again. Not while somebody publishes."""
        if not any(job.running for job in self.jobs.recent("publish", "approve", "correct", limit=5)):
            held = (one.path for one in self.quarantine.waiting())
            out = (one.path for one in self.corrections.all().values())
            self.tray.reclaim({*self.base.catalogue.paths(), *held, *out})

    def _all(self) -> list[Row]:
        view, today, corrections = self.base.view(), self.today(), self.corrections.all()
        folded = self._searched(view.release.key, view.documents)
        waiting = {one.document_id: one for one in self.quarantine.waiting()}
        held = [Row(i, h.title, "quarantine", "unknown", None, fold(f"{h.title} {i}")) for i, h in waiting.items()]
        gone = [
            Row(i, title := str(c.stated.get("title") or i), "retired", "unknown", None, fold(f"{title} {i}"))
            for i, c in corrections.items()
            if c.retired and i not in view.documents
        ]
        pending = {i for i, c in corrections.items() if c.pending}
        published = [
            Row(i, d.title, "pending" if i in pending else "published", validity_of(d, today), d, folded[i])
            for i, d in view.documents.items()
            if i not in waiting
        ]
        published.sort(key=lambda row: (-_day(row).toordinal(), row.title))
        return [*held, *gone, *published]

    def _searched(self, key: str, documents: Mapping[str, Document]) -> Mapping[str, str]:
        """What is searched of every document, made once for a release."""
        if self._folded[0] != key:
            self._folded = key, {i: words_of(d) for i, d in documents.items()}
        return self._folded[1]


def is_refused(report: Mapping[str, Any]) -> bool:
    """Whether the gate kept the new release from being published."""
    gate = report.get("gate")
    return gate is not None and not gate["passed"] and not report.get("forced")


def _day(row: Row) -> date:
    return (row.document.issued_on if row.document else None) or date.min
