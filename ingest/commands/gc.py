"""`python -m ingest gc --keep K`: drop old releases and give back the space they took."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console

from ingest.commands.base import AsJson, opened_base, print_json
from knowledge.collect import collect


def gc(
    keep: Annotated[int, typer.Option("--keep", min=1, help="How many of the newest releases stay; the active one always does.")],
    as_json: AsJson = False,
) -> None:
    """Drop every release but the newest K and the active one. They cannot be rolled back to any more."""
    with opened_base() as base:
        collected = collect(base, keep)
    if as_json:
        print_json({**asdict(collected), "releases": list(collected.releases)})
        return
    if not (collected.releases or collected.vectors or collected.index_entries):
        Console().print("Không có bản phát hành cũ nào để dọn.")
        return
    Console().print(f"Đã dọn các bản phát hành: {', '.join(map(str, collected.releases)) or 'không có'}.")
    Console().print(
        f"Đã xóa {collected.documents} văn bản, {collected.chunks} đoạn, {collected.vectors} vector và {collected.index_entries} mục "
        f"trong chỉ mục của các bản cũ; đĩa trống thêm {collected.bytes_freed / 1_000_000:.1f} MB."
    )
