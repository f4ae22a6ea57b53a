"""Records of held documents and reading notes: kept, replaced, approved, on SQLite and after migrating an older base."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, inspect, text

from knowledge.catalogue import Catalogue
from knowledge.quarantine import Held, Quarantine
from knowledge.reading_notes import FileRead, ReadingNotes

WHY = ({"kind": "personal_data", "severity": "hold", "text": "Có thông tin cá nhân."},)


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue.open(f"sqlite:///{tmp_path / 'a.sqlite3'}")


def held(content: str, document_id: str, minute: int = 0) -> Held:
    return Held(content, document_id, f"/in/{document_id}.md", "Danh sách", "d", WHY, datetime(2026, 11, 22, 8, minute, tzinfo=UTC))


def test_records_are_kept_and_the_longest_waiting_comes_first(catalogue: Catalogue) -> None:
    store = Quarantine(catalogue.engine)
    store.keep([held("c2", "b", 5), held("c1", "a", 9)])
    assert store.waiting() == [held("c2", "b", 5), held("c1", "a", 9)]


def test_a_document_has_one_record_that_waits(catalogue: Catalogue) -> None:
    store = Quarantine(catalogue.engine)
    store.keep([held("c1", "a")])
    store.keep([held("c2", "a", 1)])
    assert [one.content for one in store.waiting()] == ["c2"]
    store.keep([], gone=["a"])
    assert store.waiting() == []


def test_approval_stays_with_its_content(catalogue: Catalogue) -> None:
    store = Quarantine(catalogue.engine)
    store.keep([held("c1", "a"), held("c1", "b"), held("c2", "c")])
    store.approve("c1", "Trần Thị B")
    assert [one.document_id for one in store.waiting()] == ["c"]
    store.keep([held("c9", "a", 3)], gone=["b", "c"])
    approved = store.approvals()
    assert [(one.document_id, one.content, one.approved_by) for one in approved] == [("a", "c1", "Trần Thị B"), ("b", "c1", "Trần Thị B")]
    assert approved[0].approved_at is not None
    assert approved[0].approved_at.tzinfo is not None
    store.approve("c1", "người khác")
    assert {one.approved_by for one in store.approvals()} == {"Trần Thị B"}


def test_notes_of_files_are_replaced_and_forgotten(catalogue: Catalogue) -> None:
    notes = ReadingNotes(catalogue.engine)
    long = "/in/" + "d" * 3000
    notes.keep_files([FileRead("/in/a.md", "s1", (("a", "d1"),)), FileRead(long, "s", ())])
    notes.keep_files([FileRead("/in/a.md", "s2", (("a", "d2"), ("b", "d3")))], gone=[long, "/nie"])
    assert notes.files() == {"/in/a.md": FileRead("/in/a.md", "s2", (("a", "d2"), ("b", "d3")))}


def test_sketches_may_be_kept_twice(catalogue: Catalogue) -> None:
    notes = ReadingNotes(catalogue.engine)
    for _ in range(2):
        notes.keep_sketches({f"d{n}": bytes([n % 256]) for n in range(1200)})
    found = notes.sketches(f"d{n}" for n in range(1300))
    assert len(found) == 1200
    assert found["d7"] == b"\x07"


def test_a_base_from_before_is_migrated_with_its_data(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'cu.sqlite3'}"
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parents[2] / "knowledge" / "migrations"))
    engine = create_engine(url)
    with engine.begin() as db:
        config.attributes |= {"connection": db, "version_table": "alembic_version_knowledge"}
        command.upgrade(config, "0004_quarantine-1")
        db.execute(text("insert into vectors (digest, model, vector) values ('d', 'm', x'00')"))
        assert "quarantine" not in inspect(db).get_table_names()
    catalogue = Catalogue.open(url)
    assert {"quarantine", "sketches", "files_read"} <= set(inspect(catalogue.engine).get_table_names())
    assert catalogue.embedded(["d"], "m") == {"d"}
    with engine.begin() as db:
        config.attributes["connection"] = db
        command.downgrade(config, "0004_quarantine-1")
        assert "quarantine" not in inspect(db).get_table_names()
