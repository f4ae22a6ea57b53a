"""The service on PostgreSQL with the role of docs/security.md: everything it does works, and nothing beyond that is allowed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, select
from sqlalchemy.exc import DBAPIError

from assistant.admin.entrance import enter
from assistant.delivery.opening import open_office
from assistant.library import Library
from assistant.models import Question, Status
from assistant.operation.state import read_state
from assistant.records import channel_tables as ct
from assistant.records import tables as t
from assistant.records.accounts import Role
from assistant.service import Assistant
from tests.assistant.conftest import make_assistant_settings
from tests.support.admin import make_desk
from tests.support.papers import FERTILISER, STRATEGY, take_in, write
from tests.support.postgres import new_database
from tests.support.shell import ROOT, run

OWNER, APP = "tro_ly_owner", "tro_ly_app"
FORBIDDEN = (
    "CREATE TABLE mine (n int)",
    "DROP TABLE turns",
    "ALTER TABLE turns ADD COLUMN n int",
    "TRUNCATE turns",
    "CREATE INDEX mine ON turns (question)",
    "UPDATE audit SET account = 'nobody'",
    "DELETE FROM audit",
    "UPDATE alembic_version_assistant SET version_num = '0001'",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE ROLE mine",
    "SET ROLE tro_ly_owner",
    "COPY turns TO '/tmp/turns'",
    "SELECT pg_read_file('/etc/passwd')",
)


def as_role(url: str, role: str) -> str:
    return make_url(url).set(username=role).render_as_string(hide_password=False)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, postgres_folder: Path) -> str:
    """A database that its owner has migrated and granted, as docs/security.md says."""
    url = new_database(postgres_folder)
    name = make_url(url).database
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as db:
        for role in (OWNER, APP):
            if not db.exec_driver_sql("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).first():
                db.exec_driver_sql(f"CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE")
        db.exec_driver_sql(f"ALTER DATABASE {name} OWNER TO {OWNER}")
    admin.dispose()
    done = run(tmp_path_factory.mktemp("owner") / "data", str(ROOT / "bot.py"), "migrate", DATABASE_URL=as_role(url, OWNER))
    assert done.returncode == 0, done.stderr
    owner = create_engine(as_role(url, OWNER), isolation_level="AUTOCOMMIT")
    with owner.connect() as db:
        for _ in range(2):  # harmless to run again
            db.exec_driver_sql((ROOT / "deploy" / "postgresql" / "role.sql").read_text(encoding="utf-8"))
    owner.dispose()
    return as_role(url, APP)


def test_the_service_runs_with_the_role_and_can_do_nothing_else(database: str, tmp_path: Path) -> None:
    settings = make_assistant_settings(tmp_path / "data", database_url=database)
    assistant = Assistant.open(settings)
    engine = assistant._log.engine
    try:
        folder = write(tmp_path / "in", chien_luoc=STRATEGY, phan_bon=FERTILISER)
        assert take_in(assistant.base, folder).exit_code == 0
        (folder / "phan-bon.md").unlink()
        assert take_in(assistant.base, folder).release == 2
        answer = assistant.answer(Question("bộ nào chủ trì chiến lược của quyết định 127", "c:1:1", "web", date(2026, 11, 22)))
        assert answer.status is Status.ANSWERED
        assert assistant.record_feedback(answer.answer_id, "up", "tốt")
        office = open_office(settings, assistant, Library(assistant.base), assistant.in_force)
        try:
            assert {reading.value for reading in read_state(assistant, engine, tmp_path, lambda: 0) if reading.name == "up"} == {1.0}
        finally:
            office.close()
        _comes_in(tmp_path, database)
        with engine.connect() as db:
            assert db.execute(select(t.turns.c.status)).scalars().all() == ["answered"]
            assert db.execute(select(ct.owners)).all() == []
        assert [statement for statement in FORBIDDEN if _may(engine, statement)] == []
    finally:
        assistant.close()


def _comes_in(tmp_path: Path, url: str) -> None:
    """An account is made, its password set, and its person comes in: all with the role."""
    desk = make_desk(tmp_path / "desk", url)
    try:
        desk.accounts.use_link(desk.accounts.create("an", Role.ADMIN, by="test"), "một mật khẩu dài để thử")
        assert desk.sessions.find(enter(desk, "an", "một mật khẩu dài để thử", "", "192.0.2.1", "test"))
    finally:
        desk.engine.dispose()


def _may(engine: Any, statement: str) -> bool:
    try:
        with engine.begin() as db:
            db.exec_driver_sql(statement)
    except DBAPIError:
        return False
    return True


def test_a_role_that_may_not_migrate_says_so_when_the_schema_is_old(database: str, tmp_path: Path, postgres_folder: Path) -> None:
    """A database without tables, and the service's role: one sentence, no traceback."""
    empty = new_database(postgres_folder)
    done = run(tmp_path / "data", str(ROOT / "bot.py"), "ask", "xin chào", DATABASE_URL=as_role(empty, APP))
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert "bot.py migrate" in done.stderr
