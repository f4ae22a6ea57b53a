"""A sidecar next to a file states what staff know better."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.models import Block, RawDocument, Refused
from ingest.official import describe
from ingest.sidecar import with_sidecar

RAW = RawDocument(
    "", (Block("Số: 12/KH-UBND"), Block("KẾ HOẠCH"), Block("Chuyển đổi số")), {"file_name": "a", "url": "https://cu.example.vn"}
)


@pytest.mark.parametrize("name", ["a.yaml", "a.pdf.yaml", "a.yml"])
def test_a_sidecar_overrides_the_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(
        "title: Tên đúng\nnumber: 13/KH-UBND\nissued_on: 2026-03-01\nurl: https://moi.example.vn\n", encoding="utf-8"
    )
    document = describe(with_sidecar(RAW, tmp_path / "a.pdf"), "a", "", "")
    assert (document.title, document.number, document.url) == ("Tên đúng", "13/KH-UBND", "https://moi.example.vn")
    assert (str(document.issued_on), document.kind) == ("2026-03-01", "Kế hoạch")


def test_without_a_sidecar_nothing_changes(tmp_path: Path) -> None:
    assert with_sidecar(RAW, tmp_path / "a.pdf") is RAW


def test_of_a_file_of_many_documents_it_fills_the_gaps(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("title: Chung\nissuer: Quốc hội\nurl: https://moi.example.vn\n", encoding="utf-8")
    row = with_sidecar(RawDocument("Riêng", RAW.blocks, RAW.metadata, document_id="a1"), tmp_path / "a.jsonl")
    assert (row.title, row.metadata["issuer"], row.metadata["url"]) == ("Riêng", "Quốc hội", "https://cu.example.vn")


@pytest.mark.parametrize("text", ["- một\n- hai\n", "a: [1", "issued_on: 2026-02-31\n"])
def test_a_sidecar_that_cannot_be_understood_sets_the_file_aside(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match="Tệp thông tin đi kèm"):
        with_sidecar(RAW, tmp_path / "a.pdf")
