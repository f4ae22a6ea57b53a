"""A file that is as it was is not read again; whatever could have changed it has it read."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import pipeline, roots, unchanged
from knowledge.base import KnowledgeBase
from tests.support.papers import FERTILISER, STRATEGY, by_id, take_in, write


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files just written count as old: tests need not wait two seconds."""
    monkeypatch.setattr(unchanged, "_SETTLED_NS", -(10**12))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Names of the files that were really read."""
    names: list[str] = []
    real = roots.read_guarded
    monkeypatch.setattr(roots, "read_guarded", lambda path, **more: names.append(path.name) or real(path, **more))
    return names


@pytest.fixture
def folder(base: KnowledgeBase, settled: None, tmp_path: Path, read: list[str]) -> Path:
    """A folder that was ingested; what was read is forgotten."""
    folder = write(tmp_path / "in", chien_luoc=STRATEGY, phan_bon=FERTILISER)
    take_in(base, folder)
    assert sorted(read) == ["chien-luoc.md", "phan-bon.md"]
    read.clear()
    return folder


def statuses(base: KnowledgeBase, folder: Path) -> dict[str | None, str]:
    return {document_id: line.status.value for document_id, line in by_id(take_in(base, folder)).items()}


def test_unchanged_files_are_not_read(base: KnowledgeBase, folder: Path, read: list[str]) -> None:
    assert statuses(base, folder) == {"chien-luoc": "unchanged", "phan-bon": "unchanged"}
    assert read == []


def test_a_changed_file_is_read_even_under_its_old_date(base: KnowledgeBase, folder: Path, read: list[str]) -> None:
    path = folder / "chien-luoc.md"
    before = path.stat()
    path.write_text(STRATEGY.replace("nhóm 5", "nhóm 4"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert statuses(base, folder) == {"chien-luoc": "updated", "phan-bon": "unchanged"}
    assert read == ["chien-luoc.md"]


def test_a_sidecar_that_comes_changes_or_goes_is_seen(base: KnowledgeBase, folder: Path, read: list[str]) -> None:
    sidecar = folder / "phan-bon.yaml"
    for text, status in (("signer: Nguyễn Văn A", "updated"), ("signer: Nguyễn Văn B", "updated"), ("signer: Nguyễn Văn B", "unchanged")):
        if not sidecar.exists() or sidecar.read_text(encoding="utf-8") != text:
            sidecar.write_text(text, encoding="utf-8")
        assert statuses(base, folder)["phan-bon"] == status
    assert base.view().documents["phan-bon"].signer == "Nguyễn Văn B"
    sidecar.unlink()
    assert statuses(base, folder)["phan-bon"] == "updated"
    assert read == ["phan-bon.md"] * 3


def test_a_new_form_of_reading_reads_everything(
    base: KnowledgeBase, folder: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "FORM", pipeline.FORM + 1)
    assert statuses(base, folder) == {"chien-luoc": "updated", "phan-bon": "updated"}
    assert sorted(read) == ["chien-luoc.md", "phan-bon.md"]


def test_new_checks_of_the_doctor_examine_anew(base: KnowledgeBase, folder: Path, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unchanged, "VERSION", unchanged.VERSION + 1)
    take_in(base, folder)
    assert sorted(read) == ["chien-luoc.md", "phan-bon.md"]


def test_a_document_that_is_no_longer_published_is_read(base: KnowledgeBase, folder: Path, read: list[str]) -> None:
    (folder / "phan-bon.md").rename(folder / "tam")
    assert statuses(base, folder)["phan-bon"] == "retired"
    (folder / "tam").rename(folder / "phan-bon.md")
    assert statuses(base, folder)["phan-bon"] == "added"


def test_a_file_that_failed_is_read_again(base: KnowledgeBase, folder: Path, read: list[str]) -> None:
    (folder / "hong.md").write_bytes(b"")
    for _ in range(2):
        assert by_id(take_in(base, folder))[None].reason == "Tệp trống, không có chữ nào để đọc."
    assert read == ["hong.md", "hong.md"]


def test_a_file_that_was_just_written_is_not_trusted(base: KnowledgeBase, tmp_path: Path, read: list[str]) -> None:
    """Its next change could fall on the same tick of the clock."""
    folder = write(tmp_path / "in", phan_bon=FERTILISER)
    os.utime(folder / "phan-bon.md", (time.time() + 3600,) * 2)
    take_in(base, folder)
    take_in(base, folder)
    assert read == ["phan-bon.md", "phan-bon.md"]


def test_a_dry_run_notes_nothing(base: KnowledgeBase, settled: None, tmp_path: Path, read: list[str]) -> None:
    folder = write(tmp_path / "in", phan_bon=FERTILISER)
    take_in(base, folder, dry_run=True)
    assert statuses(base, folder) == {"phan-bon": "added"}
