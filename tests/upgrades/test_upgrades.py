"""A database of every earlier schema becomes one of today's, with its rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, func, inspect, select, text

from assistant.records import tables
from assistant.records.log import QuestionLog
from knowledge.catalogue import Catalogue
from knowledge.database import open_database
from tests.support.postgres import new_database
from tests.upgrades import CHAINS, QUESTION, ROWS, Chain, file_of, fill, kept, load, tables_of, upgraded

FILES = [(chain, file) for chain in CHAINS.values() for file in kept(chain)]


def open_today(chain: Chain, url: str) -> Engine:
    return open_database(url, chain.migrations, chain.version_table)


def schema(engine: Engine) -> dict[str, tuple[set[str], set[str | None]]]:
    """Columns and indexes of every table."""
    found = inspect(engine)
    return {
        name: ({column["name"] for column in found.get_columns(name)}, {index["name"] for index in found.get_indexes(name)})
        for name in found.get_table_names()
    }


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, tuple[set[str], set[str | None]]]]:
    """The schema of a new database, by chain."""
    folder, found = tmp_path_factory.mktemp("fresh"), {}
    for chain in CHAINS.values():
        engine = open_today(chain, f"sqlite:///{folder / chain.name}.sqlite3")
        found[chain.name] = schema(engine)
        engine.dispose()
    return found


def counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as db:
        return {name: int(db.execute(select(func.count()).select_from(table)).scalar_one()) for name, table in tables_of(engine).items()}


@pytest.mark.parametrize(("chain", "file"), FILES, ids=[file.stem for _, file in FILES])
def test_a_kept_database_becomes_one_of_today(chain: Chain, file: Path, tmp_path: Path, fresh: dict[str, object]) -> None:
    url = load(file, tmp_path / "old.sqlite3")
    old = create_engine(url)
    before = counts(old)
    old.dispose()
    assert sum(before.values()) >= len(ROWS)
    engine = open_today(chain, url)
    assert schema(engine) == fresh[chain.name]
    after = counts(engine)
    engine.dispose()
    assert {name: n for name, n in before.items() if after.get(name, 0) < n} == {}
    _is_read_by_todays_code(chain, url)


def _is_read_by_todays_code(chain: Chain, url: str) -> None:
    if chain.name == "knowledge":
        catalogue = Catalogue.open(url)
        assert catalogue.active().number == 1
        assert len(catalogue.documents(1)) == len(list(catalogue.all_chunks(1))) == len(ROWS)
        catalogue.close()
        return
    log = QuestionLog.open(url)
    with log.engine.connect() as db:
        asked = db.execute(select(tables.turns.c.question).order_by(tables.turns.c.asked_at)).scalars().all()
    assert asked == [QUESTION.format(n=n) for n in ROWS]
    log.close()


@pytest.mark.parametrize("chain", CHAINS.values(), ids=list(CHAINS))
def test_no_earlier_schema_is_missing(chain: Chain) -> None:
    """Up to the newest file. Wrong? `make upgrade-files`, before the next migration is written."""
    revisions, files = chain.revisions(), [file.stem.removeprefix(f"{chain.name}-") for file in kept(chain)]
    assert files == revisions[: len(files)]
    assert len(files) >= len(revisions) - 1


@pytest.mark.parametrize("chain", CHAINS.values(), ids=list(CHAINS))
def test_the_first_schema_on_postgresql(chain: Chain, postgres_folder: Path) -> None:
    url = new_database(postgres_folder)
    old = upgraded(url, chain, "0001")
    fill(old)
    before = counts(old)
    old.dispose()
    engine = open_today(chain, url)
    after = counts(engine)
    assert {name: n for name, n in before.items() if after.get(name, 0) < n} == {}
    engine.dispose()


@pytest.mark.parametrize("chain", CHAINS.values(), ids=list(CHAINS))
def test_a_file_is_what_its_revision_makes(chain: Chain, tmp_path: Path) -> None:
    """The newest file against its own migration: nobody edited it, or the migration, afterwards."""
    newest = [revision for revision in chain.revisions() if file_of(chain, revision).exists()][-1]
    loaded = create_engine(load(file_of(chain, newest), tmp_path / "kept.sqlite3"))
    made = upgraded(f"sqlite:///{tmp_path / 'made.sqlite3'}", chain, newest.partition("_")[0])
    assert schema(loaded) == schema(made)
    with loaded.connect() as db:
        assert db.execute(text(f"SELECT version_num FROM {chain.version_table}")).scalars().all() == [newest.partition("_")[0]]
    loaded.dispose()
    made.dispose()
