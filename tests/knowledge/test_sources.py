"""Sources and fetches in the catalogue's database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from knowledge.catalogue import Catalogue
from knowledge.sources import Fetch, Source, SourceExists
from tests.support.papers import changes, paper

MOMENT = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
FETCH = Fetch("https://a.vn/1", "https://a.vn/2", "d" * 64, "1.pdf", MOMENT, '"e"', None, 3, {"mot": "x", "hai": "y"})


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    opened = Catalogue.open(f"sqlite:///{tmp_path / 'k.sqlite3'}")
    yield opened
    opened.close()


def test_sources_are_listed_by_name_with_their_last_look(catalogue: Catalogue) -> None:
    sources = catalogue.sources
    sources.add("phong-ban", "/srv/phong-ban")
    sources.add("cong-bao", "https://congbao.vn/")
    sources.note("phong-ban", "failed", "Không tìm thấy.")
    first, second = sources.all()
    assert (first.name, first.is_link, first.checked_at, first.outcome) == ("cong-bao", True, None, None)
    assert (second.is_link, second.outcome, second.reason) == (False, "failed", "Không tìm thấy.")
    assert second.checked_at is not None
    assert second.checked_at.tzinfo is not None


@pytest.mark.parametrize(("name", "location"), [("a", "/khac"), ("khac", "/a")])
def test_a_name_and_a_location_are_registered_once(catalogue: Catalogue, name: str, location: str) -> None:
    catalogue.sources.add("a", "/a")
    with pytest.raises(SourceExists):
        catalogue.sources.add(name, location)
    assert len(catalogue.sources.all()) == 1


def test_a_fetch_comes_back_as_it_was_kept_and_the_last_one_counts(catalogue: Catalogue) -> None:
    catalogue.sources.keep([FETCH])
    assert catalogue.sources.fetches() == {FETCH.location: FETCH}
    newer = replace(FETCH, etag=None, documents={})
    catalogue.sources.keep([newer, replace(FETCH, location="https://a.vn/3")])
    assert catalogue.sources.fetches()[FETCH.location] == newer
    assert len(catalogue.sources.fetches()) == 2


def test_a_removed_source_takes_its_fetch_along(catalogue: Catalogue) -> None:
    catalogue.sources.add("mot", FETCH.location)
    catalogue.sources.keep([FETCH, replace(FETCH, location="https://a.vn/3")])
    catalogue.sources.remove("mot")
    assert catalogue.sources.all() == []
    assert set(catalogue.sources.fetches()) == {"https://a.vn/3"}


@pytest.mark.parametrize(
    ("location", "path", "held"),
    [
        ("/srv/a", "/srv/a/b.pdf", True),
        ("/srv/a", "/srv/a", True),
        ("/srv/a", "/srv/ab.pdf", False),
        ("/", "/srv/a.pdf", True),
        ("https://a.vn/x", "https://a.vn/x", True),
        ("https://a.vn/x", "https://a.vn/x/y", False),
    ],
)
def test_what_a_source_holds(location: str, path: str, held: bool) -> None:
    assert Source("s", location, MOMENT).holds(path) is held


def test_a_base_of_the_revision_before_gets_the_tables_and_keeps_its_documents(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'k.sqlite3'}"
    first = Catalogue.open(url)
    first.publish(changes([paper("a", "một")]))
    first.close()
    with sqlite3.connect(tmp_path / "k.sqlite3") as db:
        for later in ("sources", "fetches", "quarantine", "sketches", "files_read", "corrections", "statistics"):
            db.execute(f"drop table {later}")
        db.execute("alter table chunks drop column boxes")
        db.execute("update alembic_version_knowledge set version_num = ?", (_before("0003"),))
    again = Catalogue.open(url)
    assert [d.document_id for d in again.documents(1)] == ["a"]
    again.sources.add("mot", "/srv")
    assert len(again.sources.all()) == 1
    again.close()


def _before(revision: str) -> str:
    """The revision that this one follows."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    import knowledge

    config = Config()
    config.set_main_option("script_location", str(Path(knowledge.__file__).parent / "migrations"))
    found = ScriptDirectory.from_config(config).get_revision(revision)
    assert found is not None
    return str(found.down_revision)
