"""`kill -9` of ingest at twenty random moments, one after the other on the same data: readers always see a whole release.

FAULTS_SEED chooses other moments; what is printed says which.
"""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.search import search
from tests.conftest import make_settings
from tests.support.papers import STRATEGY, take_in, write
from tests.support.shell import ingest_command, start

KILLS = int(os.environ.get("FAULTS_KILLS", "20"))
DOCUMENTS = 12
SEED = int(os.environ.get("FAULTS_SEED", "127"))
pytestmark = pytest.mark.faults


def edition(folder: Path, number: int) -> None:
    """All documents of the folder in their `number`th edition: no chunk is that of another edition."""
    draw = random.Random(f"{SEED}-{number}")
    words = STRATEGY.split("---")[2].split()
    texts = {f"van_ban_{n}": f"# Văn bản {n}\n\nLần {number}, số {n}: {' '.join(draw.choices(words, k=40))}.\n" for n in range(DOCUMENTS)}
    write(folder, **texts)


def shown(base: KnowledgeBase) -> set[str]:
    """Which editions the documents of the active release are of: one alone, if it is whole."""
    release = base.view().release
    chunks = list(base.catalogue.all_chunks(release.number))
    assert len(chunks) == release.chunks
    return {chunk.text.split("Lần ")[1].split(",")[0] for chunk in chunks if "Lần " in chunk.text}


def test_kill_9_at_random_moments(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, folder = tmp_path / "data", tmp_path / "in"
    edition(folder, 0)
    started = time.monotonic()
    assert ingest_command(data, folder)[0] == 0
    longest = time.monotonic() - started
    base, draw, published, told = KnowledgeBase(make_settings(data)), random.Random(SEED), 0, []
    for kill in range(1, KILLS + 1):
        edition(folder, kill)
        moment = draw.random() * longest
        process = start(data, "-m", "ingest", str(folder), "--json")
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        editions = shown(base)
        assert len(editions) == 1, f"kill {kill} after {moment:.2f} s: documents of the editions {editions} together"
        assert search(base, "Văn bản 7").passages[0].document.document_id == "van-ban-7"
        published += editions == {str(kill)}
        told.append(f"{moment:.2f}")
        longest = max(longest, moment)
    report = take_in(base, folder)
    assert report.exit_code == 0
    assert shown(base) == {str(KILLS)}
    assert not base.catalogue.releases.has_leftovers()
    base.close()
    with capsys.disabled():
        print(f"\n{KILLS} kills of ingest (seed {SEED}) after {', '.join(told)} s: {published} had published, none was half seen")
