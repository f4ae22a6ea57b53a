"""Releases, ingest and search: the same on one folder and on servers that machines share."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from ingest.job import Job
from knowledge.base import KnowledgeBase
from knowledge.collect import collect
from knowledge.models import Chunk
from knowledge.search import search
from tests.contract.conftest import Opening, Place
from tests.support.papers import FERTILISER, STRATEGY, paper, publish, write
from tests.support.shell import ingest_command, start
from tests.support.waiting import meets

PAPER = paper("a", "Chiến lược quốc gia về trí tuệ nhân tạo", "Lấy mẫu phân bón nhập khẩu")


def texts(base: KnowledgeBase, question: str) -> set[str]:
    return {passage.chunk.text for passage in search(base, question).passages}


def looked_at(base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The chunks that catching up reads from the catalogue from now on."""
    seen: list[str] = []
    read = base.catalogue.chunks_beyond

    def noting(release: int, held: int):  # type: ignore[no-untyped-def]
        for chunk in read(release, held):
            seen.append(chunk.text)
            yield chunk

    monkeypatch.setattr(base.catalogue, "chunks_beyond", noting)
    return seen


def test_what_one_publishes_the_other_finds(opening: Opening) -> None:
    one, other = opening(), opening()
    assert other.view().release.number == 0
    publish(one, PAPER)
    for base in (one, other):
        assert base.view().release.number == 1
        [first, *_] = search(base, "tri tue nhan tao").passages
        assert first.chunk.text == PAPER[1][0].text
        assert first.keyword > 0
        assert first.meaning > 0
        assert base.vectors.count() == base.keywords.count() == 2


def test_catching_up_looks_at_the_difference_only(opening: Opening, monkeypatch: pytest.MonkeyPatch, place: Place) -> None:
    one, other = opening(), opening()
    publish(one, PAPER)
    other.view()
    seen = looked_at(other, monkeypatch)
    publish(one, paper("b", "Hội thảo khởi nghiệp"))
    assert other.view().release.number == 2
    # On one machine the publisher has brought the shared indexes up to date already.
    assert seen == ([] if place.kind == "embedded" else ["Hội thảo khởi nghiệp"])
    assert "Hội thảo khởi nghiệp" in texts(other, "hội thảo khởi nghiệp")
    seen.clear()
    one.catalogue.releases.roll_back(1)
    assert other.view().release.number == 1
    assert seen == []
    assert "Hội thảo khởi nghiệp" not in texts(other, "hội thảo khởi nghiệp")


def test_an_index_that_lost_something_is_filled_again(opening: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    one = opening()
    publish(one, PAPER)
    one.keywords.remove([PAPER[1][0].chunk_id])
    publish(one, paper("b", "Hội thảo khởi nghiệp"))
    one._view = None
    seen = looked_at(one, monkeypatch)
    one.view()
    assert len(seen) == 3
    assert one.keywords.count() == 3
    assert PAPER[1][0].text in texts(one, "chien luoc")


def test_a_follower_sees_it_without_a_question(opening: Opening) -> None:
    one, other = opening(), opening()
    other.follow(0.05)
    publish(one, PAPER)
    meets(lambda: other._view is not None and other._view.release.number == 1)
    one.catalogue.releases.roll_back(1)
    publish(one, paper("a", "Nội dung mới"))
    meets(lambda: other.view().release.number == 2)


def test_what_is_collected_leaves_the_indexes(opening: Opening) -> None:
    base = opening()
    publish(base, PAPER)
    publish(base, paper("a", "Nội dung mới về trí tuệ nhân tạo"))
    collected = collect(base, keep=1)
    assert (collected.releases, collected.chunks, collected.index_entries) == ((1,), 2, 2)
    assert base.vectors.ids() == base.keywords.ids() == [c.chunk_id for c in base.catalogue.all_chunks(2)]


def test_the_ingest_command_publishes_for_all(place: Place, opening: Opening, tmp_path: Path) -> None:
    base = opening()
    folder = write(tmp_path / "in", chien_luoc=STRATEGY, phan_bon=FERTILISER)
    code, report = ingest_command(place.settings().data_dir, folder, **place.environment)
    assert (code, report["release"]) == (0, 1)
    [first, *_] = search(base, "bộ nào chủ trì chiến lược trí tuệ nhân tạo").passages
    assert first.document.number == "127/QĐ-TTg"
    code, report = ingest_command(place.settings().data_dir, folder, **place.environment)
    assert {line["status"] for line in report["documents"]} == {"unchanged"}


HOLDER = """
import sys, json
from knowledge.base import KnowledgeBase
from knowledge.settings import KnowledgeSettings
base = KnowledgeBase(KnowledgeSettings())
with base.writing():
    print("held", flush=True)
    sys.stdin.read(1) or __import__("time").sleep(600)
"""


def test_one_writes_at_a_time_and_a_dead_one_holds_nothing(place: Place, opening: Opening) -> None:
    base = opening()
    holder = start(place.settings().data_dir, "-c", HOLDER, **place.environment)
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"
    lock = base.locks.named("publish")
    assert not lock.acquire(seconds=0.2)
    waiting = threading.Thread(target=publish, args=(base, PAPER))
    waiting.start()
    assert base.catalogue.active().number == 0
    holder.kill()
    holder.communicate()
    waiting.join(60)
    assert base.catalogue.active().number == 1
    assert lock.acquire(seconds=10)
    assert lock.held()
    lock.release()
    assert not lock.held()


def test_a_machine_without_indexes_makes_them_from_the_catalogue(opening: Opening, place: Place) -> None:
    publish(opening(), PAPER)
    late = opening()
    known: list[Chunk] = list(late.catalogue.all_chunks(1))
    assert late.view().release.number == 1
    assert late.keywords.known(c.chunk_id for c in known) == {c.chunk_id for c in PAPER[1]}
    assert "sentence_transformers" not in sys.modules


STARTER = """
import sys
from pathlib import Path
from ingest.job import start
from knowledge.settings import KnowledgeSettings
job = start(KnowledgeSettings().data_dir, [sys.argv[1]])
print(job.report, flush=True)
"""


def test_an_ingest_outlives_who_started_it_and_waits_for_the_one_before(place: Place, opening: Opening, tmp_path: Path) -> None:
    base = opening()
    before = base.locks.named("ingest")
    assert before.acquire()
    folder = write(tmp_path / "in", chien_luoc=STRATEGY)
    starter = start(place.settings().data_dir, "-c", STARTER, str(folder), **place.environment)
    job = Job(Path(starter.communicate(timeout=120)[0].strip()), 0)
    assert starter.returncode == 0
    assert job.outcome() is None
    before.release()
    meets(lambda: job.outcome() is not None, 120)
    outcome = job.outcome()
    assert outcome
    assert (outcome["exit_code"], outcome["release"]) == (0, 1)
    assert base.view().release.number == 1


def test_what_one_learned_of_a_release_the_others_read(opening: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    one = opening()
    publish(one, PAPER)
    learned = one.view().statistics
    monkeypatch.setattr("knowledge.statistics._learn", lambda *_: pytest.fail("learned once more"))
    other = opening()
    read = other.view().statistics
    assert read.tones.restore("tri tue nhan tao") == learned.tones.restore("tri tue nhan tao") == "trí tuệ nhân tạo"
    assert (read.covariance == learned.covariance).all()
