"""Releases: readers of one keep it while the next is published; unchanged rows are kept; one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy.exc import IntegrityError

import knowledge
from knowledge.catalogue import Catalogue
from knowledge.models import Box, Chunk
from tests.support.papers import changes, paper

MODEL = "test"


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    opened = Catalogue.open(f"sqlite:///{tmp_path / 'k.sqlite3'}")
    yield opened
    opened.close()


def unit(*numbers: float) -> np.ndarray:
    return np.array(numbers, np.float32)


def rows(catalogue: Catalogue, table: str, folder: Path) -> int:
    with sqlite3.connect(folder / "k.sqlite3") as db:
        return int(db.execute(f"select count(*) from {table}").fetchone()[0])


def test_an_empty_database_is_release_0(catalogue: Catalogue) -> None:
    release = catalogue.active()
    assert (release.number, release.documents, release.chunks, release.published_at) == (0, 0, 0, None)
    assert catalogue.documents(0) == []
    assert list(catalogue.all_chunks(0)) == []


def test_what_is_published_comes_back_whole(catalogue: Catalogue) -> None:
    document, chunks = paper("a", "một", "hai", kind="Báo cáo", details={"aliases": ["Tên khác"]})
    release = catalogue.publish(changes([(document, chunks)]))
    assert (release.number, release.documents, release.chunks) == (1, 1, 2)
    assert catalogue.active().number == 1
    assert catalogue.documents(1) == [document]
    assert catalogue.chunks_of("a", 1) == chunks


def test_chunks_come_in_reading_order(catalogue: Catalogue) -> None:
    document, chunks = paper("a", "một", "hai", "ba")
    catalogue.publish(changes([(document, chunks[::-1])]))
    assert [c.text for c in catalogue.chunks_of("a", 1)] == ["một", "hai", "ba"]


def test_a_reader_of_release_1_keeps_it_while_2_is_published(catalogue: Catalogue) -> None:
    old = paper("a", "cũ", "chung"), paper("b", "sẽ gỡ")
    catalogue.publish(changes(old))
    catalogue.publish(changes([paper("a", "mới", "chung", title="Tên mới")], retired=["b"]))
    assert [d.document_id for d in catalogue.documents(1)] == ["a", "b"]
    assert [c.text for c in catalogue.chunks_of("a", 1)] == ["cũ", "chung"]
    assert [d.title for d in catalogue.documents(2)] == ["Tên mới"]
    assert [c.text for c in catalogue.all_chunks(2) if c.document_id == "a"] != []
    assert {c.text for c in catalogue.all_chunks(2)} == {"mới", "chung"}
    assert {c.text for c in catalogue.all_chunks(1)} == {"cũ", "chung", "sẽ gỡ"}


def test_find_sees_only_the_release_it_is_asked_for(catalogue: Catalogue) -> None:
    catalogue.publish(changes([paper("a", "cũ")]))
    catalogue.publish(changes([paper("a", "mới")]))
    ids = [c.chunk_id for n in (1, 2) for c in catalogue.chunks_of("a", n)]
    assert [[c.text for c in catalogue.chunks(ids, n).values()] for n in (1, 2)] == [["cũ"], ["mới"]]
    assert catalogue.candidates(["unknown"], 2, MODEL) == []
    assert catalogue.candidates([], 2, MODEL) == []


def test_an_unchanged_chunk_keeps_its_row(catalogue: Catalogue, tmp_path: Path) -> None:
    catalogue.publish(changes([paper("a", "một", "hai")]))
    catalogue.publish(changes([paper("a", "một", "ba")]))
    assert rows(catalogue, "chunks", tmp_path) == 3
    assert [c.text for c in catalogue.chunks_of("a", 2)] == ["một", "ba"]


@pytest.mark.parametrize(
    "change", [{"page": 7}, {"boxes": (Box(1, 5, 6, 7, 8.5),)}, {"locator": "Điều 9"}, {"position": 4}, {"text": "một", "context": ""}]
)
def test_a_chunk_that_moved_is_shown_where_it_stands_now(catalogue: Catalogue, change: dict[str, object]) -> None:
    document, _ = paper("a")
    chunk = Chunk("a#1", "a", 0, "Điều 1", "hai", page=1, context="một")
    moved = replace(chunk, **change)  # type: ignore[arg-type]
    catalogue.publish(changes([(document, [chunk])]))
    catalogue.publish(changes([(replace(document, digest="2"), [moved])]))
    assert catalogue.chunks_of("a", 1) == [chunk]
    assert catalogue.chunks_of("a", 2) == [moved]


def test_a_retired_document_may_come_back(catalogue: Catalogue) -> None:
    catalogue.publish(changes([paper("a", "một")]))
    catalogue.publish(changes(retired=["a"]))
    assert catalogue.documents(2) == []
    catalogue.publish(changes([paper("a", "một")]))
    assert [[len(catalogue.documents(n)), len(list(catalogue.all_chunks(n)))] for n in (1, 2, 3)] == [[1, 1], [0, 0], [1, 1]]


def test_a_publish_that_fails_changes_nothing(catalogue: Catalogue) -> None:
    catalogue.publish(changes([paper("a", "một")]))
    document, chunks = paper("b", "hai")
    broken = [replace(chunks[0], locator=None)]  # type: ignore[arg-type]
    with pytest.raises(IntegrityError):
        catalogue.publish(changes([paper("a", "khác"), (document, broken)]))
    assert catalogue.active().number == 1
    assert [c.text for c in catalogue.all_chunks(1)] == ["một"]
    assert catalogue.publish(changes([paper("b", "hai")])).number == 2


def test_vectors_are_kept_by_text_and_model(catalogue: Catalogue) -> None:
    document, chunks = paper("a", "một", "hai")
    catalogue.keep_vectors([chunks[0].digest], np.vstack([unit(0.6, 0.8)]), MODEL)
    catalogue.publish(changes([(document, chunks)]))
    assert catalogue.embedded([c.digest for c in chunks], MODEL) == {chunks[0].digest}
    assert catalogue.embedded([c.digest for c in chunks], "other") == set()
    assert [(i, v.tolist()) for i, v in catalogue.vectors(1, MODEL)] == [(chunks[0].chunk_id, pytest.approx([0.6, 0.8]))]
    assert [i for i, _ in catalogue.vectors_of(chunks, MODEL)] == [chunks[0].chunk_id]
    vectors = {chunk_id: v for chunk_id, _, v in catalogue.candidates([c.chunk_id for c in chunks], 1, MODEL)}
    assert vectors[chunks[1].chunk_id] is None
    assert vectors[chunks[0].chunk_id] is not None


def test_keeping_a_vector_that_another_process_kept_first_is_no_error(catalogue: Catalogue) -> None:
    for _ in range(2):
        catalogue.keep_vectors(["d"], np.vstack([unit(1, 0)]), MODEL)
    assert catalogue.embedded(["d"], MODEL) == {"d"}


def test_thousands_of_ids_are_asked_for_in_batches(catalogue: Catalogue) -> None:
    document, chunks = paper("a", *map(str, range(3000)))
    catalogue.publish(changes([(document, chunks)]))
    catalogue.publish(changes([paper("a", *map(str, range(0, 3000, 2)))]))
    assert len(list(catalogue.all_chunks(2))) == 1500
    assert catalogue.embedded([c.digest for c in chunks], MODEL) == set()
    assert list(catalogue.vectors_of(chunks, MODEL)) == []


def test_the_migrations_make_exactly_the_tables_that_the_code_uses(tmp_path: Path) -> None:
    from sqlalchemy import create_engine, inspect

    from knowledge.tables import metadata

    Catalogue.open(f"sqlite:///{tmp_path / 'migrated.sqlite3'}").close()
    migrated, declared = (create_engine(f"sqlite:///{tmp_path / name}.sqlite3") for name in ("migrated", "declared"))
    metadata.create_all(declared)
    for table in metadata.tables:
        one, other = inspect(migrated), inspect(declared)
        assert [(c["name"], str(c["type"]), c["nullable"]) for c in one.get_columns(table)] == [
            (c["name"], str(c["type"]), c["nullable"]) for c in other.get_columns(table)
        ]
        assert {i["name"] for i in one.get_indexes(table)} == {i["name"] for i in other.get_indexes(table)}
    assert set(inspect(migrated).get_table_names()) - set(metadata.tables) == {"alembic_version_knowledge"}
    for engine in (migrated, declared):
        engine.dispose()


def test_a_database_from_before_boxes_keeps_its_chunks(tmp_path: Path) -> None:
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine, text

    engine = create_engine(f"sqlite:///{tmp_path / 'k.sqlite3'}")
    config = Config()
    config.set_main_option("script_location", str(Path(knowledge.__file__).parent / "migrations"))
    config.attributes["version_table"] = "alembic_version_knowledge"
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        columns = "chunk_id, document_id, position, locator, text, context, vector_digest, from_release"
        connection.execute(text(f"INSERT INTO chunks ({columns}) VALUES ('a#1', 'a', 0, 'Điều 1', 'một', '', 'x', 1)"))
    engine.dispose()
    catalogue = Catalogue.open(f"sqlite:///{tmp_path / 'k.sqlite3'}")
    assert catalogue.chunks_of("a", 1) == [Chunk("a#1", "a", 0, "Điều 1", "một")]
    framed = Chunk("b#1", "b", 0, "Điều 1", "hai", 2, boxes=(Box(2, 70.5, 80, 500, 120), Box(3, 70.5, 60, 500, 75.25)))
    catalogue.publish(changes([(paper("b")[0], [framed])]))
    assert catalogue.chunks_of("b", 1) == [framed]
    catalogue.close()


def test_boxes_change_neither_the_text_nor_the_vector() -> None:
    assert Chunk("a#1", "a", 0, "Điều 1", "một").digest == Chunk("a#1", "a", 0, "Điều 1", "một", boxes=(Box(1, 0, 0, 9, 9),)).digest


def test_opening_again_keeps_what_is_there(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'k.sqlite3'}"
    first = Catalogue.open(url)
    first.publish(changes([paper("a", "một")]))
    first.close()
    again = Catalogue.open(url)
    assert again.active().number == 1
    again.close()
