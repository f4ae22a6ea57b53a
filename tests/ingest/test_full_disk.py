"""A full disk: nothing published is lost, a sentence says what is the matter, and the next run completes."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from ingest.disk import is_disk_full
from ingest.report import Outcome
from knowledge.base import KnowledgeBase
from knowledge.search import search
from tests.support.papers import STRATEGY, by_id, take_in, write
from tests.support.shell import ingest_command, run

MANY = {f"van_ban_{n}": f"# Văn bản {n}\n\n" + f"Điều khoản thứ {n} của văn bản này. " * 60 for n in range(3)}


def test_a_database_that_cannot_grow_keeps_what_is_published(base: KnowledgeBase, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", chien_luoc=STRATEGY)
    take_in(base, folder)
    engine = base.catalogue.engine
    with sqlite3.connect(base.settings.data_dir / "knowledge.sqlite3") as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
    engine.dispose()

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")

    event.listen(engine, "connect", limit)
    report = take_in(base, write(folder, **MANY))
    assert (report.exit_code, report.release) == (3, 1)
    failed = [line for line in report.documents if line.status is Outcome.FAILED]
    assert len(failed) == len(MANY)
    assert all("Ổ đĩa đã đầy" in line.reason for line in failed)
    assert by_id(report)["chien-luoc"].status is Outcome.UNCHANGED
    assert search(base, "bộ nào chủ trì chiến lược").passages[0].document.document_id == "chien-luoc"

    event.remove(engine, "connect", limit)
    engine.dispose()
    assert take_in(base, folder).release == 2
    assert len(base.view().documents) == 1 + len(MANY)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MB in memory; only root can make one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = os.getuid() == 0 and subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", place], check=False).returncode == 0
    if not mounted:
        pytest.skip("a small disk cannot be mounted here")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_disk_without_room(small_disk: Path, tmp_path: Path) -> None:
    data, folder = small_disk / "data", write(tmp_path / "in", chien_luoc=STRATEGY)
    assert ingest_command(data, folder)[0] == 0
    fill = small_disk / "fill"
    write(folder, **MANY)
    for room in (120_000, 0):
        fill.write_bytes(bytes(shutil.disk_usage(small_disk).free - room))
        done = run(data, "-m", "ingest", str(folder), "--json")
        assert "Traceback" not in done.stderr
        assert "Ổ đĩa đã đầy" in done.stdout + done.stderr
        assert done.returncode == (3 if room else 1)
        fill.unlink()
    code, report = ingest_command(data, folder)
    assert (code, report["release"]) == (0, 2)
    assert sorted(line["status"] for line in report["documents"]) == ["added"] * 3 + ["unchanged"]


def test_what_a_full_disk_looks_like() -> None:
    assert is_disk_full(OSError(28, "No space left on device"))
    assert is_disk_full(sqlite3.OperationalError("database or disk is full"))
    wrapped = RuntimeError("publishing failed")
    wrapped.__cause__ = OSError(28, "No space left on device")
    assert is_disk_full(wrapped)
    assert not is_disk_full(ValueError("disk"))
    assert not is_disk_full(sqlite3.OperationalError("disk I/O error"), Path("/"))
