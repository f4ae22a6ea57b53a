"""A release is built unseen, published with one row, rolled back to, and collected; every history keeps every release as it was."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, update

import knowledge.catalogue
from knowledge import tables as t
from knowledge.catalogue import Catalogue
from knowledge.releases import NoSuchRelease, Overtaken
from tests.support.papers import changes, paper

Content = dict[str, tuple[str, ...]]


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    opened = Catalogue.open(f"sqlite:///{tmp_path / 'k.sqlite3'}")
    yield opened
    opened.close()


def content(catalogue: Catalogue, release: int) -> Content:
    """What a reader of the release finds: the texts of each document."""
    found = {d.document_id: tuple(c.text for c in catalogue.chunks_of(d.document_id, release)) for d in catalogue.documents(release)}
    assert sorted(c.text for c in catalogue.all_chunks(release)) == sorted(text for texts in found.values() for text in texts)
    return found


def table(folder: Path, name: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / "k.sqlite3") as db:
        return db.execute(f"select * from {name}").fetchall()


def test_a_build_is_not_seen_until_it_is_published(catalogue: Catalogue) -> None:
    catalogue.publish(changes([paper("a", "cũ", "chung")]))
    built = catalogue.releases.build(changes([paper("a", "mới", "chung"), paper("b", "thêm")]))
    assert (built.number, built.based_on, built.documents, built.chunks) == (2, 1, 2, 3)
    assert catalogue.active().number == 1
    assert content(catalogue, 1) == {"a": ("cũ", "chung")}
    assert [r.number for r in catalogue.releases.published()] == [1]
    assert content(catalogue, built.number) == {"a": ("mới", "chung"), "b": ("thêm",)}
    catalogue.releases.activate(built)
    assert catalogue.active() == built
    assert content(catalogue, 1) == {"a": ("cũ", "chung")}


@pytest.mark.parametrize("work", ["publish", "roll back"])
def test_publishing_and_rolling_back_change_one_row(catalogue: Catalogue, tmp_path: Path, work: str) -> None:
    for text in ("một", "hai"):
        catalogue.publish(changes([paper("a", text)]))
    built = catalogue.releases.build(changes([paper("a", "ba")]))
    names = ("documents", "chunks", "vectors", "releases", "active")
    before = {name: table(tmp_path, name) for name in names}
    if work == "publish":
        catalogue.releases.activate(built)
    else:
        catalogue.releases.roll_back(1)
    after = {name: table(tmp_path, name) for name in names}
    assert len(after["active"]) == 1
    assert after["active"] != before["active"]
    assert {name: rows for name, rows in after.items() if name != "active"} == {n: r for n, r in before.items() if n != "active"}


def test_a_build_that_was_left_behind_is_thrown_away_by_the_next(catalogue: Catalogue, tmp_path: Path) -> None:
    catalogue.publish(changes([paper("a", "một"), paper("b", "hai")]))
    before = {name: table(tmp_path, name) for name in ("documents", "chunks")}
    catalogue.releases.build(changes([paper("a", "khác"), paper("c", "ba")], retired=["b"]))
    assert catalogue.releases.has_leftovers()
    catalogue.releases.discard()
    assert {name: table(tmp_path, name) for name in ("documents", "chunks")} == before
    assert not catalogue.releases.has_leftovers()
    catalogue.releases.build(changes([paper("a", "khác"), paper("c", "ba")], retired=["b"]))
    assert catalogue.publish(changes([paper("d", "bốn")])).number == 2
    assert content(catalogue, 2) == {"a": ("một",), "b": ("hai",), "d": ("bốn",)}
    assert content(catalogue, 1) == {"a": ("một",), "b": ("hai",)}


def test_a_build_on_another_release_than_it_was_compared_with_is_refused(catalogue: Catalogue) -> None:
    catalogue.publish(changes([paper("a", "một")]))
    with pytest.raises(Overtaken):
        catalogue.releases.build(changes([paper("a", "hai")]), based_on=0)
    assert not catalogue.releases.has_leftovers()


@pytest.mark.parametrize("meanwhile", ["publish", "roll back", "build", "discard"])
def test_a_build_that_was_overtaken_is_not_published(catalogue: Catalogue, meanwhile: str) -> None:
    for text in ("một", "hai"):
        catalogue.publish(changes([paper("a", text)]))
    built = catalogue.releases.build(changes([paper("a", "ba")]), based_on=2)
    match meanwhile:
        case "publish":
            catalogue.publish(changes([paper("b", "bốn")]))
        case "roll back":
            catalogue.releases.roll_back(1)
        case "build":
            catalogue.releases.build(changes([paper("b", "bốn")]))
        case "discard":
            catalogue.releases.discard()
    before = catalogue.active()
    with pytest.raises(Overtaken):
        catalogue.releases.activate(built)
    assert catalogue.active() == before


def test_after_a_rollback_the_next_release_starts_from_the_one_that_is_active(catalogue: Catalogue) -> None:
    catalogue.publish(changes([paper("a", "một", "chung"), paper("b", "gỡ ở 2")]))
    catalogue.publish(changes([paper("a", "hai", "chung"), paper("c", "thêm ở 2")], retired=["b"]))
    catalogue.publish(changes([paper("d", "thêm ở 3")]))
    catalogue.releases.roll_back(1)
    assert catalogue.publish(changes([paper("e", "thêm ở 4")])).number == 4
    assert catalogue.active().based_on == 1
    assert content(catalogue, 4) == {"a": ("một", "chung"), "b": ("gỡ ở 2",), "e": ("thêm ở 4",)}
    assert content(catalogue, 3) == {"a": ("hai", "chung"), "c": ("thêm ở 2",), "d": ("thêm ở 3",)}
    assert (catalogue.active().documents, catalogue.active().chunks) == (3, 4)


def test_rolling_back_needs_a_published_release_that_is_still_there(catalogue: Catalogue) -> None:
    for text in ("một", "hai", "ba"):
        catalogue.publish(changes([paper("a", text)]))
    catalogue.releases.build(changes([paper("a", "bốn")]))
    for number in (-1, 0, 4, 5):
        with pytest.raises(NoSuchRelease) as missing:
            catalogue.releases.roll_back(number)
        assert not missing.value.gone
    catalogue.releases.collect(keep=1)
    with pytest.raises(NoSuchRelease) as gone:
        catalogue.releases.roll_back(1)
    assert gone.value.gone
    assert catalogue.active().number == 3


def test_collecting_keeps_what_the_kept_releases_and_the_active_one_need(catalogue: Catalogue, tmp_path: Path) -> None:
    papers = {text: paper("a", text, "chung") for text in ("một", "hai", "ba", "bốn")}
    for text, (document, chunks) in papers.items():
        catalogue.keep_vectors([c.digest for c in chunks], np.eye(2, 3, dtype=np.float32), "test")
        catalogue.publish(changes([(document, chunks)]))
        assert content(catalogue, catalogue.active().number)["a"] == (text, "chung")
    catalogue.releases.roll_back(2)
    gone, (documents, chunks_gone, vectors) = catalogue.releases.collect(keep=1)
    assert gone == (1, 3)
    assert (documents, chunks_gone, vectors) == (2, 2, 2)
    assert [content(catalogue, n)["a"] for n in (2, 4)] == [("hai", "chung"), ("bốn", "chung")]
    assert [(r.number, r.gone) for r in catalogue.releases.published()] == [(4, False), (3, True), (2, False), (1, True)]
    assert len(table(tmp_path, "vectors")) == 3
    assert catalogue.releases.collect(keep=1) == ((), (0, 0, 0))


def test_collecting_gives_space_back_to_the_disk(catalogue: Catalogue, tmp_path: Path) -> None:
    for number in range(3):
        catalogue.publish(changes([paper("a", *(f"{number} {n} {'chữ ' * 2000}" for n in range(20)))]))
    catalogue.shrink()
    before = (tmp_path / "k.sqlite3").stat().st_size
    catalogue.releases.collect(keep=1)
    catalogue.shrink()
    assert (tmp_path / "k.sqlite3").stat().st_size < before * 0.6


def test_vectors_that_never_had_a_row_stay_for_a_week(catalogue: Catalogue, tmp_path: Path) -> None:
    """They belong to an ingest that runs or died: it shall not embed them again."""
    catalogue.publish(changes([paper("a", "một")]))
    catalogue.keep_vectors(["d1", "d2"], np.eye(2, 3, dtype=np.float32), "test")
    engine = create_engine(f"sqlite:///{tmp_path / 'k.sqlite3'}")
    with engine.begin() as db:
        db.execute(update(t.vectors).where(t.vectors.c.digest == "d1").values(made_at=datetime.now(UTC) - timedelta(days=8)))
    engine.dispose()
    assert catalogue.releases.collect(keep=3) == ((), (0, 0, 1))
    assert catalogue.embedded(["d1", "d2"], "test") == {"d2"}


def test_what_the_gate_measured_is_kept_with_the_release(catalogue: Catalogue) -> None:
    built = catalogue.releases.build(changes([paper("a", "một")]))
    catalogue.releases.note(built, {"passed": False, "after": {"hit@5": 0.5}}, forced=True)
    catalogue.releases.activate(built)
    [release] = catalogue.releases.published()
    assert (release.forced, release.gate) == (True, {"passed": False, "after": {"hit@5": 0.5}})


@pytest.mark.parametrize("seed", range(12))
def test_any_history_keeps_every_release_as_it_was_published(catalogue: Catalogue, seed: int) -> None:
    """Ingests, builds that die, rollbacks and collections in random order, against a model that is a plain dictionary."""
    draw = random.Random(seed)
    model: dict[int, Content] = {0: {}}
    active = newest = 0
    for _ in range(40):
        match draw.choice(["ingest"] * 6 + ["die"] * 2 + ["roll back"] * 3 + ["collect"]):
            case "ingest" | "die" as work:
                written = {draw.choice("abcdef"): tuple(draw.sample("123456789", draw.randint(1, 4))) for _ in range(draw.randint(0, 3))}
                retired = [i for i in model[active] if i not in written and draw.random() < 0.2]
                wanted = changes([paper(i, *texts) for i, texts in written.items()], retired)
                built = catalogue.releases.build(wanted, based_on=active)
                if work == "ingest":
                    catalogue.releases.activate(built)
                    kept = {i: texts for i, texts in model[active].items() if i not in retired}
                    active = newest = newest + 1
                    model[active] = kept | written
            case "roll back":
                numbers = [r.number for r in catalogue.releases.published() if not r.gone]
                if numbers:
                    active = draw.choice(numbers)
                    catalogue.releases.roll_back(active)
            case "collect":
                for number in catalogue.releases.collect(keep=draw.randint(1, 4))[0]:
                    assert number != active
                    del model[number]
        assert catalogue.active().number == active
        there = {r.number: r for r in catalogue.releases.published() if not r.gone}
        assert set(there) == set(model) - {0}
        for number, release in there.items():
            assert content(catalogue, number) == model[number], (seed, number)
            assert (release.documents, release.chunks) == (len(model[number]), sum(map(len, model[number].values())))


def test_a_catalogue_of_the_first_schema_is_migrated_with_its_releases(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'k.sqlite3'}"
    _migrate_to("0001", url)
    with sqlite3.connect(tmp_path / "k.sqlite3") as db:
        for number in (1, 2):
            db.execute("insert into releases values (?, '2026-11-20 08:00:00.000000', 1, 1)", (number,))
        names = "document_id, path, digest, title, details, from_release, to_release"
        row = f"insert into documents ({names}) values ('a', '', '', ?, '{{}}', ?, ?)"
        db.execute(row, ("cũ", 1, 2))
        db.execute(row, ("mới", 2, None))
        db.execute("insert into vectors values ('d', 'test', x'00')")
        db.execute("update active set release = 2")
    catalogue = Catalogue.open(url)
    assert [(r.number, r.based_on, r.forced, r.gone, r.gate) for r in catalogue.releases.published()] == [
        (2, 1, False, False, None),
        (1, 0, False, False, None),
    ]
    assert [[d.title for d in catalogue.documents(n)] for n in (1, 2)] == [["cũ"], ["mới"]]
    catalogue.releases.roll_back(1)
    assert catalogue.publish(changes([paper("b", "thêm")])).number == 3
    assert [d.title for d in catalogue.documents(3)] == ["cũ", "b"]
    catalogue.close()


def _migrate_to(revision: str, url: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(knowledge.catalogue.__file__).parent / "migrations"))
    config.attributes["version_table"] = "alembic_version_knowledge"
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()
