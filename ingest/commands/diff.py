"""`python -m ingest diff N M`: which documents were added, updated or retired between two releases, and where their text changed."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from ingest.commands.base import AsJson, opened_catalogue, print_json
from knowledge.differences import Difference, Updated, difference
from knowledge.models import Document

_FIELDS = {
    "title": "tên",
    "path": "nơi để tệp",
    "kind": "loại",
    "number": "số hiệu",
    "issuer": "cơ quan ban hành",
    "signer": "người ký",
    "issued_on": "ngày ban hành",
    "effective_from": "ngày có hiệu lực",
    "effective_to": "ngày hết hiệu lực",
    "replaced_by": "văn bản thay thế",
    "province": "tỉnh",
    "url": "liên kết",
    "form": "hình thức",
    "details": "chi tiết khác",
}


def diff(
    first: Annotated[int, typer.Argument(metavar="N", help="The earlier release.")],
    second: Annotated[int, typer.Argument(metavar="M", help="The later release.")],
    as_json: AsJson = False,
) -> None:
    """Say what is different in release M compared with release N."""
    with opened_catalogue() as (catalogue, _):
        for number in (first, second):
            catalogue.releases.get(number)
        found = difference(catalogue, first, second)
    if as_json:
        print_json({"from": first, "to": second, **_as_json(found)})
    else:
        _show(found, f"Từ bản {first} đến bản {second}", Console(markup=False))


def _as_json(found: Difference) -> dict[str, Any]:
    return {
        "added": [{**_named(d), "chunks": chunks} for d, chunks in found.added],
        "updated": [{**_named(u.document), **_changes(u)} for u in found.updated],
        "retired": [{**_named(d), "chunks": chunks} for d, chunks in found.retired],
    }


def _named(document: Document) -> dict[str, Any]:
    return {"document_id": document.document_id, "name": document.name, "title": document.title}


def _changes(updated: Updated) -> dict[str, Any]:
    places = {"changed": list(updated.changed), "added": list(updated.added), "removed": list(updated.removed)}
    return {"fields": list(updated.fields), "chunks": {**places, "unchanged": updated.unchanged}}


def _show(found: Difference, title: str, console: Console) -> None:
    table = Table(title=title, title_justify="left", show_lines=True)
    for name in ("Thay đổi", "Văn bản", "Chi tiết"):
        table.add_column(name, overflow="fold")
    for document, chunks in found.added:
        table.add_row("thêm mới", document.document_id, f"{chunks} đoạn")
    for updated in found.updated:
        table.add_row("cập nhật", updated.document.document_id, _told(updated))
    for document, chunks in found.retired:
        table.add_row("gỡ bỏ", document.document_id, f"{chunks} đoạn")
    if table.row_count:
        console.print(table)
    counts = f"thêm mới: {len(found.added)}, cập nhật: {len(found.updated)}, gỡ bỏ: {len(found.retired)}"
    console.print(counts if table.row_count else f"{title}: không có gì khác nhau.")


def _told(updated: Updated) -> str:
    places = {"sửa": updated.changed, "thêm": updated.added, "bỏ": updated.removed}
    lines = [f"{word}: {'; '.join(locators)}" for word, locators in places.items() if locators]
    if updated.fields:
        lines.append(f"lý lịch đổi: {', '.join(_FIELDS.get(name, name) for name in updated.fields)}")
    return "\n".join([*lines, f"giữ nguyên {updated.unchanged} đoạn"])
