"""Registered sources: adding one, looking at them all in one run, taking one out with its documents."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ingest.collect import is_link
from ingest.models import Refused
from ingest.report import Outcome, Report
from knowledge.language.normalise import fold
from knowledge.link_settings import LinkSettings
from knowledge.sources import Source, SourceExists, Sources

if TYPE_CHECKING:
    from knowledge.base import EmbedProgress, KnowledgeBase

_LONGEST_NAME = 60
_REFUSED = "Chưa công bố, vì câu hỏi kiểm tra tìm kém hơn bản đang dùng."


def add(sources: Sources, settings: LinkSettings, place: str, name: str | None = None) -> Source:
    """Register a file, a folder or a link. Nothing is read or fetched yet.

    Raises:
        Refused: it is not there, no link that is ever fetched, or registered already.
    """
    location = _location(settings, place)
    registered = sources.all()
    if same := next((source for source in registered if source.location == location), None):
        raise Refused(f"Nguồn này đã có, với tên “{same.name}”.")
    try:
        return sources.add(name or _free_name(location, {source.name for source in registered}), location)
    except SourceExists as error:
        raise Refused(f"Đã có nguồn khác tên “{name}”. Hãy chọn tên khác bằng --name.") from error


def find(sources: Sources, names: Iterable[str]) -> list[Source]:
    """The sources of these names or locations; all of them when none is named.

    Raises:
        Refused: there is no such source, or none at all.
    """
    registered = sources.all()
    wanted = list(names)
    if missing := [n for n in wanted if not any(n in (source.name, source.location) for source in registered)]:
        raise Refused(f"Không có nguồn nào tên “{missing[0]}”. Xem các nguồn bằng: python -m ingest sources list")
    if not registered:
        raise Refused("Chưa có nguồn nào. Thêm nguồn bằng: python -m ingest sources add THƯ-MỤC-HOẶC-LIÊN-KẾT")
    return [source for source in registered if not wanted or source.name in wanted or source.location in wanted]


def refresh(
    base: KnowledgeBase,
    sources: Sequence[Source],
    *,
    force: bool = False,
    dry_run: bool = False,
    busy: Collection[str] = (),
    progress: EmbedProgress | None = None,
) -> Report:
    """Bring the knowledge base in step with these sources, all in one run, and note how each of them went."""
    from ingest.pipeline import ingest  # here, because commands that read nothing shall start at once

    report = ingest(base, [source.location for source in sources], force=force, dry_run=dry_run, busy=busy, progress=progress)
    if not dry_run:
        for source in sources:
            base.catalogue.sources.note(source.name, *_outcome(source, report))
    return report


def remove(base: KnowledgeBase, source: Source, *, keep: bool = False, force: bool = False) -> Report:
    """Forget a source. Its documents are retired in the same run, unless they are to be kept or another source has them too.

    When the gate refuses the release without them, the source stays as well.
    """
    from ingest.pipeline import ingest  # here, because commands that read nothing shall start at once

    others = [other for other in base.catalogue.sources.all() if other.name != source.name]
    documents = () if keep else base.view().documents.values()
    own = [d.document_id for d in documents if source.holds(d.path) and not any(other.holds(d.path) for other in others)]
    report = ingest(base, [], dropped=own, force=force)
    # Only then: a crash in between leaves a source that can be removed again, not documents that nobody looks after.
    if not report.refused:
        base.catalogue.sources.remove(source.name)
    return report


def _outcome(source: Source, report: Report) -> tuple[str, str]:
    lines = [line for line in report.documents if source.holds(line.path)]
    failed = [line.reason for line in lines if line.status is Outcome.FAILED]
    if failed:
        more = f" (và {len(failed) - 1} lỗi khác)" if len(failed) > 1 else ""
        return Outcome.FAILED.value, failed[0] + more
    if report.refused:
        return Outcome.FAILED.value, _REFUSED
    changed = any(line.status is not Outcome.UNCHANGED for line in lines)
    return (Outcome.UPDATED if changed else Outcome.UNCHANGED).value, ""


def _location(settings: LinkSettings, place: str) -> str:
    if is_link(place):
        from ingest.sources.link import parse_link

        return str(parse_link(place, settings))
    path = Path(place).expanduser().resolve()
    if not path.exists():
        raise Refused("Không tìm thấy tệp hoặc thư mục này.")
    return str(path)


def _free_name(location: str, taken: set[str]) -> str:
    """A short name that is easy to type: the folder's, or the site's and the page's."""
    told = unquote(location.partition("://")[2].removeprefix("www.")) if is_link(location) else Path(location).stem
    stem = re.sub(r"[^a-z0-9]+", "-", fold(told)).strip("-")[:_LONGEST_NAME].strip("-") or "nguon"
    return next(name for number in range(1, len(taken) + 2) if (name := stem if number == 1 else f"{stem}-{number}") not in taken)
