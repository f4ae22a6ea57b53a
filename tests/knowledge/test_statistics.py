"""Statistics of a release: exact moments, kept in a file, learned again when the file is lost, broken, or of another base."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.base import KnowledgeBase
from knowledge.settings import KnowledgeSettings
from knowledge.statistics import load_statistics
from tests.support.papers import paper, publish

PAPER = paper("a", "Chiến lược quốc gia", "Trí tuệ nhân tạo", "Phân bón nhập khẩu", "Đua thuyền trên sông")


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("statistics-*.npz"))


def test_cosines_are_standardised_over_the_whole_base(base: KnowledgeBase) -> None:
    publish(base, PAPER)
    vectors = np.vstack([v for _, v in base.catalogue.vectors(1, base.embedder.name)])
    query = base.embedder.query("chiến lược")
    cosines = vectors @ query
    standard = base.view().statistics.standardise(cosines, query)
    assert standard == pytest.approx((cosines - cosines.mean()) / cosines.std(), abs=0.02)


def test_the_file_is_read_by_who_comes_next(base: KnowledgeBase) -> None:
    publish(base, PAPER)
    learned = base.view().statistics
    assert len(kept(base.cache_folder)) == 2
    read = load_statistics(base.catalogue, base.view().release, base.embedder.name, base.cache_folder)
    assert read.tones.restore("chien luoc") == learned.tones.restore("chien luoc") == "chiến lược"
    assert np.array_equal(read.covariance, learned.covariance)


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 cut short", None])
def test_a_lost_or_broken_file_is_learned_again(base: KnowledgeBase, content: bytes | None) -> None:
    publish(base, PAPER)
    path = kept(base.cache_folder)[-1]
    whole = path.read_bytes()
    path.unlink() if content is None else path.write_bytes(content)
    again = load_statistics(base.catalogue, base.view().release, base.embedder.name, base.cache_folder)
    assert again.tones.restore("tri tue") == "trí tuệ"
    assert len(path.read_bytes()) == len(whole)


def test_half_a_file_is_learned_again(base: KnowledgeBase) -> None:
    publish(base, PAPER)
    path = kept(base.cache_folder)[-1]
    path.write_bytes(path.read_bytes()[:-2000])
    assert load_statistics(base.catalogue, base.view().release, base.embedder.name, base.cache_folder).tones.restore("tri tue") == "trí tuệ"


def test_the_file_of_another_catalogue_is_not_taken(settings: KnowledgeSettings) -> None:
    first = KnowledgeBase(settings)
    publish(first, PAPER)
    first.close()
    for path in settings.data_dir.glob("knowledge.sqlite3*"):
        path.unlink()
    second = KnowledgeBase(settings)
    publish(second, paper("b", "Hội thảo khởi nghiệp"))
    assert second.view().statistics.tones.restore("hoi thao") == "hội thảo"
    second.close()


def test_an_empty_release_has_statistics_too(base: KnowledgeBase) -> None:
    statistics = base.view().statistics
    assert statistics.tones.restore("chien luoc") == "chien luoc"


def test_only_the_last_releases_files_are_kept(base: KnowledgeBase) -> None:
    for number in range(6):
        publish(base, paper("a", f"Bản số {number}"))
    assert 1 <= len(kept(base.cache_folder)) <= 3
