"""Accounts, two people who edit one thing, and a log that only grows; on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DatabaseError

from assistant.records.account_tables import accounts
from assistant.records.accounts import Accounts, BadAccount, Role
from assistant.records.audit import all_entries, broken_at, entries, note
from assistant.records.log import MIGRATIONS, VERSION_TABLE
from assistant.records.versions import Overtaken, change
from assistant.records.writing import writing
from knowledge.database import open_database
from tests.support.postgres import new_database


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'records.sqlite3'}"
    else:
        url = new_database(tmp_path_factory.getbasetemp() / "postgres")
    opened = open_database(url, MIGRATIONS, VERSION_TABLE)
    yield opened
    opened.dispose()


def test_a_role_may_what_the_ones_before_it_may() -> None:
    assert [[role.may(needed) for needed in Role] for role in Role] == [[True, False, False], [True, True, False], [True, True, True]]


def test_nobody_can_come_in_before_an_administrator_has_set_a_password(engine: Engine) -> None:
    book = Accounts(engine)
    assert not book.any()
    word = book.create("An.Nguyen", Role.ADMIN, by="", full_name=" Nguyễn An ")
    assert not book.any()
    account = book.of_link(word)
    assert account is not None
    assert (account.name, account.full_name, account.ready) == ("an.nguyen", "Nguyễn An", False)
    assert book.use_link(word, "một mật khẩu dài") == account
    assert book.any()
    assert book.use_link(word, "một mật khẩu khác") is None
    with engine.connect() as db:
        assert str(db.execute(select(accounts.c.password)).scalar()).startswith("$argon2id$")


@pytest.mark.parametrize("name", ["", "a", "Đặng", "có dấu", "<script>", "a/b", "x" * 61])
def test_what_is_no_name_is_refused(engine: Engine, name: str) -> None:
    with pytest.raises(BadAccount, match="name"):
        Accounts(engine).create(name, Role.VIEW, by="test")


def test_a_name_is_taken_once_and_one_administrator_always_stays(engine: Engine) -> None:
    book = Accounts(engine)
    book.create("an", Role.ADMIN, by="test")
    with pytest.raises(BadAccount, match="taken"):
        book.create(" AN ", Role.VIEW, by="test")
    account = book.named("an")
    assert account is not None
    for values in ({"role": Role.EDIT}, {"disabled": True}):
        with pytest.raises(BadAccount, match="last_admin"):
            book.change(account, "an", **values)
    assert book.named("an") == account


def test_the_second_of_two_who_change_one_thing_is_told_and_changes_nothing(engine: Engine) -> None:
    book = Accounts(engine)
    book.create("an", Role.ADMIN, by="test")
    book.create("binh", Role.VIEW, by="test")
    seen = book.named("binh")
    assert seen is not None
    book.change(seen, "an", role=Role.EDIT)
    with pytest.raises(Overtaken) as told:
        book.change(seen, "chi", role=Role.ADMIN)
    assert told.value.now is not None
    assert told.value.now["role"] == "bien_tap"
    with writing(engine) as db, pytest.raises(Overtaken) as gone:
        change(db, accounts, 999, 1, {"role": "xem"})
    assert gone.value.now is None


def test_the_database_itself_refuses_to_change_the_audit_log(engine: Engine) -> None:
    with writing(engine) as db:
        note(db, "an", "test.one", "một thứ", {"n": 1})
    for statement in ("UPDATE audit SET account = 'x'", "DELETE FROM audit"):
        with pytest.raises(DatabaseError, match="append-only"), engine.begin() as db:
            db.execute(text(statement))
    assert [(entry.account, entry.about, entry.detail) for entry in entries(engine)] == [("an", "một thứ", {"n": 1})]


def test_whoever_gets_around_that_breaks_the_chain(engine: Engine) -> None:
    for n in range(5):
        with writing(engine) as db:
            note(db, "an", "test.some", f"số {n}", {"tên": "Đặng", "n": n})
    assert broken_at(engine) is None
    assert [entry.id for entry in all_entries(engine)] == [1, 2, 3, 4, 5]
    assert [entry.id for entry in entries(engine, before=3)] == [2, 1]
    with engine.begin() as db:
        if engine.dialect.name == "sqlite":
            db.execute(text("DROP TRIGGER audit_no_UPDATE"))
            db.execute(text("DROP TRIGGER audit_no_DELETE"))
        else:
            db.execute(text("DROP TRIGGER audit_append_only ON audit"))
        db.execute(text("UPDATE audit SET about = 'khác' WHERE id = 4"))
    assert broken_at(engine) == 4
    with engine.begin() as db:
        db.execute(text("DELETE FROM audit WHERE id = 2"))
    assert broken_at(engine) == 2
