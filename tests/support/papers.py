"""Small documents for tests: written to a folder, or straight into the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ingest.pipeline import ingest
from ingest.report import Line, Report
from knowledge.base import KnowledgeBase
from knowledge.catalogue import Changes
from knowledge.models import Chunk, Document

STRATEGY = """---
kind: Quyết định
number: 127/QĐ-TTg
title: Chiến lược quốc gia về trí tuệ nhân tạo
issuer: Thủ tướng Chính phủ
issued_on: 2021-01-26
effective_from: 2021-01-26
effective_to: 2026-08-28
replaced_by: 1671/QĐ-TTg
aliases: [Chiến lược AI 2021]
---

# Chiến lược quốc gia về trí tuệ nhân tạo

## Mục tiêu đến năm 2025

Việt Nam nằm trong nhóm 5 nước dẫn đầu ASEAN về nghiên cứu trí tuệ nhân tạo.

## Cơ quan chủ trì

Bộ Khoa học và Công nghệ chủ trì, hướng dẫn các bộ, ngành và địa phương thực hiện.
"""
FERTILISER = """---
kind: Thông tư
number: 09/2019/TT-BNNPTNT
title: Kiểm tra chất lượng phân bón nhập khẩu
issuer: Bộ Nông nghiệp và Phát triển nông thôn
issued_on: 2019-08-27
---

## Lấy mẫu phân bón

Mẫu phân bón được lấy tại kho của người nhập khẩu trong vòng ba ngày làm việc.
"""


def write(folder: Path, **texts: str) -> Path:
    """Markdown files named by keyword (`_` becomes `-`) in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name.replace('_', '-')}.md").write_text(text, encoding="utf-8")
    return folder


def take_in(base: KnowledgeBase, *sources: Path, dry_run: bool = False) -> Report:
    """Ingest files or folders."""
    return ingest(base, [str(source) for source in sources], dry_run=dry_run)


def by_id(report: Report) -> dict[str | None, Line]:
    """The report's lines by document id (None: a file without one)."""
    return {line.document_id: line for line in report.documents}


def paper(document_id: str, *texts: str, **fields: object) -> tuple[Document, list[Chunk]]:
    """A document and its chunks, without a file."""
    document = Document(document_id, str(fields.pop("title", document_id)), **fields)  # type: ignore[arg-type]
    chunks = []
    for position, text in enumerate(texts):
        chunk = Chunk("", document_id, position, f"đoạn {position + 1}", text)
        chunks.append(Chunk(f"{document_id}#{chunk.digest[:10]}", document_id, position, chunk.locator, text))
    return document, chunks


def changes(written: Iterable[tuple[Document, list[Chunk]]] = (), retired: Iterable[str] = ()) -> Changes:
    """What to publish."""
    return Changes(list(written), list(retired))


def publish(base: KnowledgeBase, *papers: tuple[Document, list[Chunk]], retired: Iterable[str] = ()) -> int:
    """Publish papers; the new release's number."""
    return base.publish(changes(papers, retired)).number
