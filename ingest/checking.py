"""A check before ingesting: every document is read and examined, nothing is published."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ingest.collect import files_under, id_for
from ingest.doctor.doctor import Doctor
from ingest.doctor.findings import gravest_first
from ingest.doctor.remembered import sketches_of_release
from ingest.examination import CheckReport, Examined
from ingest.models import RawDocument, Refused
from ingest.official import describe
from ingest.quarantine import content_of
from ingest.reading import documents_in, unexpected
from knowledge.base import KnowledgeBase
from knowledge.models import Document
from knowledge.quarantine import Quarantine

Progress = Callable[[int, int], None]


def check_paths(base: KnowledgeBase, roots: Sequence[str], progress: Progress | None = None) -> CheckReport:
    """Examine files and folders against each other and against the active release."""
    started = time.monotonic()
    check = _Check(base)
    files = [file for root in roots for file in check.files(Path(root).expanduser().resolve())]
    for done, file in enumerate(dict.fromkeys(files)):
        if progress:
            progress(done, len(files))
        check.found += check.examine(file)
    found = sorted((check.completed(one) for one in check.found), key=lambda one: one.path)  # refused ones stand among the others
    return CheckReport(found, time.monotonic() - started, roots)


class _Check:
    def __init__(self, base: KnowledgeBase) -> None:
        release = base.catalogue.active().number
        known = {document.document_id: document for document in base.catalogue.documents(release)}
        self._doctor = Doctor(known.values(), lambda: sketches_of_release(base.catalogue, release, known))
        self._taken = {document_id: document.path for document_id, document in known.items()}
        self._approved = {one.content: one for one in Quarantine(base.catalogue.engine).approvals()}
        self.found: list[Examined] = []

    def files(self, root: Path) -> Iterator[Path]:
        if root.exists():
            return files_under(root, lambda path, reason: self.found.append(Examined(_spelled(path), reason=reason)))
        self.found.append(Examined(_spelled(root), reason="Không tìm thấy tệp hoặc thư mục này."))
        return iter(())

    def examine(self, file: Path) -> Iterator[Examined]:
        for raw in documents_in(file):
            if isinstance(raw, Refused):
                yield Examined(str(file), reason=str(raw))
                continue
            try:
                yield self._document(file, raw)
            except Refused as refused:
                yield Examined(str(file), reason=str(refused))
            except Exception as error:  # a bug of ours must not end the check of the other documents
                yield Examined(str(file), reason=str(unexpected(error, file)))

    def _document(self, file: Path, raw: RawDocument) -> Examined:
        document_id = raw.document_id or id_for(file, self._taken)
        self._taken[document_id] = str(file)
        content = content_of(raw)
        document: Document = describe(raw, document_id, str(file), content)
        findings = self._doctor.examine(raw, document)
        return Examined(str(file), document, dict(raw.metadata), findings, self._approved.get(content))

    def completed(self, one: Examined) -> Examined:
        """With what only a later document of the check could tell."""
        late = self._doctor.late.get(one.document.document_id, []) if one.document else []
        return replace(one, findings=gravest_first([*late, *one.findings])) if late else one


def _spelled(path: Path) -> str:
    """A name that is no text is shown with its bytes spelled out."""
    return str(path).encode("utf-8", "backslashreplace").decode()
