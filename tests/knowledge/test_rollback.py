"""Going back to an earlier release, and letting old ones go, with the indexes: for this process and for others that have them open."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import knowledge.search
from knowledge.base import KnowledgeBase
from knowledge.collect import collect
from knowledge.search import search
from tests.conftest import make_settings
from tests.support.embedders import CountingEmbedder
from tests.support.papers import changes, paper, publish
from tests.support.reader import reader
from tests.support.shell import run

FIRST = paper("a", "Chiến lược trí tuệ nhân tạo do Bộ Khoa học và Công nghệ chủ trì", "Phân bón được lấy mẫu tại kho")
SECOND = paper("a", "Chiến lược trí tuệ nhân tạo do Bộ Thông tin và Truyền thông chủ trì", "Phân bón được lấy mẫu tại kho")
QUESTION = "bộ nào chủ trì chiến lược trí tuệ nhân tạo"


def texts(base: KnowledgeBase, question: str = QUESTION) -> list[str]:
    return [p.chunk.text for p in search(base, question).passages]


def first(papers: tuple[object, list[object]]) -> str:
    return papers[1][0].text  # type: ignore[attr-defined]


@pytest.fixture
def two_releases(base: KnowledgeBase) -> KnowledgeBase:
    publish(base, FIRST)
    publish(base, SECOND, paper("b", "Hội thảo khởi nghiệp ở An Giang"))
    base.embedder = CountingEmbedder()
    return base


def test_a_build_is_found_only_by_who_holds_its_view(base: KnowledgeBase) -> None:
    publish(base, FIRST)
    view = base.build(changes([SECOND]))
    assert texts(base)[0] == first(FIRST)
    assert search(base, QUESTION, view=view).passages[0].chunk.text == first(SECOND)
    base.activate(view)
    assert texts(base)[0] == first(SECOND)


def test_rolling_back_embeds_nothing_and_finds_the_old_words(two_releases: KnowledgeBase) -> None:
    assert first(SECOND) in texts(two_releases)
    two_releases.catalogue.releases.roll_back(1)
    assert texts(two_releases) == [first(FIRST), FIRST[1][1].text]
    two_releases.catalogue.releases.roll_back(2)
    assert texts(two_releases)[0] == first(SECOND)
    assert isinstance(two_releases.embedder, CountingEmbedder)
    assert two_releases.embedder.embedded == []


def test_indexes_that_were_lost_are_filled_for_the_release_that_is_rolled_back_to(two_releases: KnowledgeBase) -> None:
    data_dir = two_releases.settings.data_dir
    two_releases.close()
    for folder in ("vectors", "keywords"):
        shutil.rmtree(data_dir / folder)
    again = KnowledgeBase(make_settings(data_dir))
    assert texts(again)[0] == first(SECOND)
    assert again.indexed.has(again.view().release.key)
    assert not again.indexed.has(again.catalogue.releases.get(1).key)
    again.catalogue.releases.roll_back(1)
    assert texts(again) == [first(FIRST), FIRST[1][1].text]
    assert again.vectors.count() == again.keywords.count() == 4
    again.close()


def test_another_process_follows_a_rollback_and_a_collection(two_releases: KnowledgeBase) -> None:
    data_dir = two_releases.settings.data_dir
    with reader(data_dir) as server:
        assert server.ask(QUESTION)["found"][0] == ["a", first(SECOND), True]
        done = run(data_dir, "-m", "ingest", "rollback", "1", "--json")
        assert done.returncode == 0, done.stderr
        assert server.ask(QUESTION) == {"release": 1, "found": [["a", first(FIRST), True], ["a", FIRST[1][1].text, True]]}
        publish(two_releases, paper("c", "Triển lãm trí tuệ nhân tạo"))
        assert {found[0] for found in server.ask(QUESTION)["found"]} == {"a", "c"}
        before = server.ask(QUESTION)
        done = run(data_dir, "-m", "ingest", "gc", "--keep", "1", "--json")
        assert done.returncode == 0, done.stderr
        assert server.ask(QUESTION) == before
        assert before["release"] == 3


def test_collecting_clears_both_indexes(two_releases: KnowledgeBase) -> None:
    base = two_releases
    publish(base, paper("b", "Triển lãm ở Rạch Giá"), retired=["a"])
    base.build(changes([paper("x", "Không bao giờ công bố")]))
    assert base.vectors.count() == base.keywords.count() == 6
    collected = collect(base, keep=1)
    assert collected.releases == (1, 2)
    # Two versions of "a", one of "b"; the text that was never published is cleared from the indexes as well.
    assert (collected.documents, collected.chunks, collected.vectors, collected.index_entries) == (3, 4, 4, 5)
    assert base.vectors.ids() == base.keywords.ids() == [c.chunk_id for c in base.catalogue.all_chunks(3)]
    assert base.vectors.count() == base.keywords.count() == 1
    assert texts(base, "triển lãm") == ["Triển lãm ở Rạch Giá"]
    nothing_more = collect(base, keep=1)
    assert (nothing_more.releases, nothing_more.chunks, nothing_more.index_entries) == ((), 0, 0)


def test_past_releases_do_not_crowd_out_the_one_that_is_searched(base: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten versions of one text are nearer to the question than the second document."""
    monkeypatch.setattr(knowledge.search, "DENSE_CANDIDATES", 4)
    monkeypatch.setattr(knowledge.search, "KEYWORD_CANDIDATES", 4)
    publish(base, paper("b", "Hội thảo trí tuệ nhân tạo ở An Giang", "Triển lãm máy nông nghiệp", "Phân bón"))
    for number in range(10):
        publish(base, paper("a", f"Chiến lược trí tuệ nhân tạo, bản thảo {number}"))
    found = [p.chunk.text for p in search(base, "chiến lược trí tuệ nhân tạo", limit=4).passages]
    assert found[:2] == ["Chiến lược trí tuệ nhân tạo, bản thảo 9", "Hội thảo trí tuệ nhân tạo ở An Giang"]
    assert len(found) == 4
    monkeypatch.setattr(knowledge.search, "_WIDER", (1,))
    assert len(search(base, "chiến lược trí tuệ nhân tạo", limit=4).passages) < 4


def test_two_machines_with_one_catalogue_each_keep_their_own_indexes(tmp_path: Path) -> None:
    shared = f"sqlite:///{tmp_path / 'shared.sqlite3'}"
    one, two = (KnowledgeBase(make_settings(tmp_path / name, database_url=shared)) for name in ("one", "two"))
    publish(one, FIRST)
    assert texts(two)[0] == first(FIRST)
    publish(two, SECOND)
    assert texts(one)[0] == first(SECOND)
    collect(one, keep=1)
    assert texts(two)[0] == first(SECOND)
    collect(two, keep=1)
    assert two.vectors.count() == one.vectors.count() == two.keywords.count() == 2
    for base in (one, two):
        base.close()
