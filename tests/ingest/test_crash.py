"""`kill -9` in the middle of an ingest: readers see the old release whole, the next run completes, no vector is made twice."""

from __future__ import annotations

import random
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from knowledge.base import KnowledgeBase
from knowledge.indexed import IndexedReleases
from knowledge.search import search
from tests.conftest import make_settings
from tests.support.embedders import CountingEmbedder
from tests.support.papers import FERTILISER, STRATEGY, by_id, changes, take_in, write
from tests.support.shell import start

DOCUMENTS = 40
SEED = 127


def many(folder: Path) -> Path:
    """Documents that take some seconds to embed, no two chunks alike."""
    words = STRATEGY.split("---")[2].split()
    draw = random.Random(SEED)
    texts = {f"van_ban_{n}": f"# Văn bản {n}\n\nSố {n}: {' '.join(draw.choices(words, k=50))}.\n" for n in range(DOCUMENTS)}
    return write(folder, **texts)


def stored_vectors(data_dir: Path) -> int:
    with sqlite3.connect(data_dir / "knowledge.sqlite3") as db:
        return int(db.execute("select count(*) from vectors").fetchone()[0])


@pytest.mark.parametrize("moment", [0.02, 0.25, 0.5, 0.8, 1.0])
def test_kill_9(tmp_path: Path, moment: float) -> None:
    """`moment` is the share of the vectors that are stored when the process dies; 1.0 dies while it publishes."""
    data_dir, folder = tmp_path / "data", tmp_path / "in"
    base = KnowledgeBase(make_settings(data_dir))
    take_in(base, write(folder, chien_luoc=STRATEGY))
    before = stored_vectors(data_dir)
    many(folder)

    process = start(data_dir, "-m", "ingest", str(folder), "--json")
    deadline = time.monotonic() + 60
    while stored_vectors(data_dir) < before + moment * DOCUMENTS and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    time.sleep(random.Random(moment).random() * 0.1)
    process.send_signal(signal.SIGKILL)
    process.communicate()

    made = stored_vectors(data_dir)
    release = base.view().release
    assert release.documents == len(base.view().documents) == (1 if release.number == 1 else DOCUMENTS + 1)
    assert search(base, "bộ nào chủ trì chiến lược").passages[0].document.document_id == "chien-luoc"
    base.close()

    again = KnowledgeBase(make_settings(data_dir))
    again.embedder = counting = CountingEmbedder()
    report = ingest(again, [str(folder)])
    assert report.exit_code == 0
    assert report.release == 2
    assert len(by_id(report)) == DOCUMENTS + 1
    assert len(counting.embedded) == DOCUMENTS + before - made
    assert stored_vectors(data_dir) == DOCUMENTS + before
    assert again.vectors.count() == again.keywords.count() == again.view().release.chunks
    assert search(again, "Văn bản 7").passages[0].document.document_id == "van-ban-7"
    again.close()


_DIES = """
import os, signal, sys
from ingest.commands import app
def die(*given, **more):
    os.kill(os.getpid(), signal.SIGKILL)
{patch}
app()
"""


@pytest.mark.parametrize(
    "patch",
    [
        "import knowledge.releases; knowledge.releases.write_changes = die",
        "import ingest.publish; ingest.publish.compare = die",
        "from knowledge.releases import Releases; Releases.activate = die",
    ],
    ids=["while the rows are written", "at the gate", "before the one row"],
)
def test_kill_9_between_build_and_publishing(tmp_path: Path, patch: str) -> None:
    """Readers keep release 1 with all its rows; the next run throws the build away and embeds nothing."""
    data_dir, folder = tmp_path / "data", write(tmp_path / "in", chien_luoc=STRATEGY, phan_bon=FERTILISER)
    base = KnowledgeBase(make_settings(data_dir))
    take_in(base, folder)
    before = list(base.catalogue.all_chunks(1))
    write(folder, chien_luoc=STRATEGY.replace("nhóm 5", "nhóm 4"))
    (folder / "phan-bon.md").unlink()

    process = start(data_dir, "-c", _DIES.format(patch=patch), str(folder), "--json")
    process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL
    assert base.catalogue.releases.has_leftovers() == ("write_changes" not in patch)
    assert base.view().release.number == 1
    assert list(base.catalogue.all_chunks(1)) == before
    assert search(base, "lấy mẫu phân bón").passages[0].document.document_id == "phan-bon"

    base.embedder = counting = CountingEmbedder()
    report = take_in(base, folder)
    assert (report.exit_code, report.release) == (0, 2)
    assert {i: line.status.value for i, line in by_id(report).items()} == {"chien-luoc": "updated", "phan-bon": "retired"}
    assert counting.embedded == []
    assert not base.catalogue.releases.has_leftovers()
    assert list(base.catalogue.all_chunks(1)) == before
    assert base.vectors.count() == base.keywords.count() == 4
    base.close()


def test_leftovers_are_thrown_away_by_a_run_that_changes_nothing(tmp_path: Path) -> None:
    base = KnowledgeBase(make_settings(tmp_path / "data"))
    folder = write(tmp_path / "in", phan_bon=FERTILISER)
    take_in(base, folder)
    base.build(changes(retired=["phan-bon"]))
    assert take_in(base, folder).release == 1
    assert not base.catalogue.releases.has_leftovers()
    assert len(list(base.catalogue.all_chunks(1))) == 1
    base.close()


def test_a_crash_between_publishing_and_marking_is_caught_up(base: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The catalogue says release 1; that the indexes hold it was never written down."""
    base.view()
    monkeypatch.setattr(IndexedReleases, "add", lambda self, key: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        take_in(base, write(tmp_path / "in", chien_luoc=STRATEGY))
    monkeypatch.undo()
    again = KnowledgeBase(base.settings)
    assert again.view().release.number == 1
    assert search(again, "bộ nào chủ trì").passages[0].document.document_id == "chien-luoc"
    again.close()
