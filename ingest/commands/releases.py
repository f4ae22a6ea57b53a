"""`python -m ingest releases`: every release that was published, and which one people see now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rich.console import Console
from rich.table import Table

from ingest.commands.base import AsJson, opened_catalogue, print_json
from knowledge.models import Release


def releases(as_json: AsJson = False) -> None:
    """List the releases, newest first."""
    with opened_catalogue() as (catalogue, _):
        active, published = catalogue.active().number, catalogue.releases.published()
    if as_json:
        print_json({"active": active, "releases": [_row(r, active) for r in published]})
        return
    table = Table(title="Các bản phát hành", title_justify="left")
    for name in ("Bản", "Công bố lúc", "Văn bản", "Đoạn", "Làm từ bản", "Tình trạng"):
        table.add_column(name, justify="right" if name in ("Bản", "Văn bản", "Đoạn", "Làm từ bản") else "left")
    for release in published:
        counts = (str(release.documents), str(release.chunks), str(release.based_on or "–"))
        table.add_row(str(release.number), local(release.published_at), *counts, _state(release, active))
    Console().print(table if published else "Chưa có bản phát hành nào.")


def local(moment: datetime | None) -> str:
    """The time on this machine's clock, as people write it."""
    return moment.astimezone().strftime("%H:%M %d/%m/%Y") if moment else "–"


def _state(release: Release, active: int) -> str:
    state = "ĐANG DÙNG" if release.number == active else "đã dọn" if release.gone else "còn giữ"
    return f"{state}, công bố bằng --force" if release.forced else state


def _row(release: Release, active: int) -> dict[str, Any]:
    return {
        "number": release.number,
        "published_at": release.published_at.isoformat() if release.published_at else None,
        "documents": release.documents,
        "chunks": release.chunks,
        "based_on": release.based_on,
        "active": release.number == active,
        "gone": release.gone,
        "forced": release.forced,
        "gate": release.gate,
    }
