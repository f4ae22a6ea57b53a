"""A real `bot.py` over indexes that a disk has spoilt, and on a disk without room: it answers, and says how it is."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests.support.shell import ROOT, run
from tests.test_bot import VALIDITY, serving

BOT = str(ROOT / "bot.py")
pytestmark = pytest.mark.faults


def spoil_keywords(data: Path) -> None:
    for file in (data / "keywords").glob("*.idx"):
        with file.open("r+b") as stream:
            stream.seek(file.stat().st_size // 2)
            stream.write(b"\xa5" * 4096)


def spoil_vectors(data: Path) -> None:
    os.truncate(data / "vectors" / "chroma.sqlite3", (data / "vectors" / "chroma.sqlite3").stat().st_size // 2)


def lose_both(data: Path) -> None:
    shutil.rmtree(data / "vectors")
    shutil.rmtree(data / "keywords")


@pytest.mark.parametrize("harm", [spoil_keywords, spoil_vectors, lose_both])
def test_broken_indexes_are_made_anew_at_the_start(starter_copy: Path, harm) -> None:  # type: ignore[no-untyped-def]
    harm(starter_copy)
    with serving(starter_copy) as server:
        assert server.ask(VALIDITY)["status"] == "answered"
        health = httpx.get(f"{server.address}/health", timeout=5).json()
        assert health["status"] == "ok"
        server.process.terminate()
        _, err = server.process.communicate(timeout=30)
    assert "Traceback" not in err
    assert ("index_broken" in err) == (harm is not lose_both)
    done = run(starter_copy, BOT, "check", "--json")
    assert done.returncode == 0, done.stdout
    assert '"knowledge_ok"' in done.stdout


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 96 MB in memory; only root can make one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = os.getuid() == 0 and subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", place], check=False).returncode == 0
    if not mounted:
        pytest.skip("a small disk cannot be mounted here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def take_all_room(file: Path) -> None:
    with suppress(OSError), file.open("wb", buffering=0) as stream:
        while stream.write(bytes(4096)):
            pass
    assert shutil.disk_usage(file.parent).free == 0


def logged(data: Path) -> int:
    with sqlite3.connect(data / "assistant.sqlite3") as db:
        return int(db.execute("SELECT count(*) FROM turns").fetchone()[0])


def test_a_disk_that_fills_up_while_serving_costs_the_log_and_no_answer(small_disk: Path, starter_folder: Path) -> None:
    data = Path(shutil.copytree(starter_folder, small_disk / "data"))
    with serving(data) as server:
        assert server.ask(VALIDITY)["status"] == "answered"
        before = logged(data)
        fill = small_disk / "fill"
        take_all_room(fill)
        for n in range(40):
            assert server.ask(f"{VALIDITY} Lần {n}")["status"] == "answered"
        assert httpx.get(f"{server.address}/health/ready", timeout=5).status_code == 200
        assert httpx.get(f"{server.address}/", timeout=5).status_code == 200
        fill.unlink()
        assert server.ask(f"{VALIDITY} Sau đó")["status"] == "answered"
        assert logged(data) > before
        server.process.terminate()
        _, err = server.process.communicate(timeout=30)
    assert "question_log_failed" in err
