"""A person lets documents out of quarantine: who approved which findings is noted, then they are ingested again and pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.pipeline import ingest
from ingest.report import Report
from knowledge.base import EmbedProgress, KnowledgeBase
from knowledge.quarantine import Held, Quarantine


@dataclass(frozen=True, slots=True)
class Approval:
    """What came of it. `missing` are names that no waiting document has; `report` is None when none was found."""

    report: Report | None
    missing: tuple[str, ...]


def approve(base: KnowledgeBase, names: Sequence[str], by: str, progress: EmbedProgress | None = None) -> Approval:
    """Approve and publish the documents of these ids, or of the files and folders at these paths."""
    store = Quarantine(base.catalogue.engine)
    waiting = store.waiting()
    chosen = {name: _named(name, waiting) for name in names}
    for one in (one for held in chosen.values() for one in held):
        store.approve(one.content, by)
    paths = dict.fromkeys(one.path for held in chosen.values() for one in held)
    report = ingest(base, list(paths), progress=progress) if paths else None
    return Approval(report, tuple(name for name, held in chosen.items() if not held))


def _named(name: str, waiting: Sequence[Held]) -> list[Held]:
    """The document of this id, or all documents of the file or folder at this path."""
    if by_id := [one for one in waiting if one.document_id == name]:
        return by_id
    place = str(Path(name).expanduser().resolve())
    return [one for one in waiting if one.path in (name, place) or one.path.startswith(f"{place}/")]
