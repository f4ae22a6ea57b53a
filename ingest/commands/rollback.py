"""`python -m ingest rollback N`: let people see release N again, at once and without embedding anything."""

from __future__ import annotations

import time
from typing import Annotated

import typer
from rich.console import Console

from ingest.commands.base import AsJson, opened_catalogue, print_json


def rollback(number: Annotated[int, typer.Argument(metavar="N", help="A published release.")], as_json: AsJson = False) -> None:
    """Make release N the active one. Exit 1 when there is no such release or its documents are gone."""
    started = time.monotonic()
    with opened_catalogue() as (catalogue, _):
        before = catalogue.active().number
        release = catalogue.releases.roll_back(number)
    seconds = time.monotonic() - started
    if as_json:
        print_json({"release": number, "before": before, "documents": release.documents, "seconds": round(seconds, 3)})
    elif before == number:
        Console().print(f"Bản phát hành {number} vốn đang được dùng, không có gì thay đổi.")
    else:
        Console().print(
            f"Đã chuyển từ bản phát hành {before} về bản {number} ({release.documents} văn bản) trong {seconds:.2f} giây. "
            "Người hỏi thấy bản này sau chưa tới hai giây."
        )
        Console().print("Lần nạp sau sẽ so với bản này: tệp nào khác thì được nạp lại.")
