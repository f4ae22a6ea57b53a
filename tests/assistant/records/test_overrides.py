"""What staff change holds in every process within seconds, on SQLite and on PostgreSQL, and nobody's change is lost unseen."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from assistant.records.followed import Followed
from assistant.records.log import MIGRATIONS, VERSION_TABLE
from assistant.records.overrides import Overrides
from assistant.records.versions import Overtaken
from knowledge.database import open_database
from tests.assistant.conftest import log_url
from tests.support.overriding import drop, put
from tests.support.postgres import new_database
from tests.support.shell import ROOT
from tests.support.waiting import meets

ANOTHER_PROCESS = """
import sys
from assistant.records.log import MIGRATIONS, VERSION_TABLE
from assistant.records.overrides import Overrides
from assistant.records.writing import writing
from knowledge.database import open_database
engine = open_database(sys.argv[1], MIGRATIONS, VERSION_TABLE)
with writing(engine) as db:
    Overrides(engine).put(db, "answer_threshold", 0.7, "Bình", None)
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    url = log_url(tmp_path) if request.param == "sqlite" else new_database(request.getfixturevalue("postgres_folder"))
    opened = open_database(url, MIGRATIONS, VERSION_TABLE)
    yield opened
    opened.dispose()


def test_a_change_holds_at_once_where_it_was_made(engine: Engine) -> None:
    overrides = Overrides(engine)
    assert overrides.current() == {}
    kept = put(overrides, "contact_name", "Sở A", "An", None)
    assert overrides.current() == {"contact_name": kept}
    drop(overrides, "contact_name", kept)
    assert overrides.current() == {}


def test_the_same_object_as_long_as_nothing_changes(engine: Engine) -> None:
    overrides = Overrides(engine)
    put(overrides, "contact_name", "Sở A", "An", None)
    assert overrides.current() is overrides.current()


def test_another_process_changes_it(engine: Engine) -> None:
    overrides = Overrides(engine)
    assert overrides.current() == {}
    url = engine.url.render_as_string(hide_password=False)
    subprocess.run([sys.executable, "-c", ANOTHER_PROCESS, url], cwd=ROOT, check=True, timeout=60)
    meets(lambda: "answer_threshold" in overrides.current())
    assert (overrides.current()["answer_threshold"].value, overrides.current()["answer_threshold"].changed_by) == (0.7, "Bình")


def test_the_second_of_two_is_told_and_changes_nothing(engine: Engine) -> None:
    overrides = Overrides(engine)
    seen = put(overrides, "contact_name", "Sở A", "An", None)
    put(overrides, "contact_name", "Sở B", "An", seen)
    with pytest.raises(Overtaken) as refused:
        put(overrides, "contact_name", "Sở C", "Bình", seen)
    assert refused.value.now is not None
    assert refused.value.now["value"] == "Sở B"
    with pytest.raises(Overtaken):
        drop(overrides, "contact_name", seen)
    assert overrides.current()["contact_name"].value == "Sở B"


def test_one_row_is_read_at_most_once_in_a_while(engine: Engine) -> None:
    loads: list[int] = []
    followed = Followed(engine, "settings", lambda: loads.append(1) or len(loads), seconds=3600)
    assert [followed.current() for _ in range(100)] == [1] * 100
    followed.forget()
    assert followed.current() == 1, "the number is the same: nothing is loaded again"
    with engine.begin() as db:
        db.execute(text("INSERT INTO revisions (name, number) VALUES ('settings', 1)"))
    followed.forget()
    assert followed.current() == 2


def test_what_was_known_holds_while_the_database_is_away(engine: Engine) -> None:
    followed = Followed(engine, "settings", lambda: "known", seconds=0)
    assert followed.current() == "known"
    with engine.begin() as db:
        db.execute(text("ALTER TABLE revisions RENAME TO revisions_away"))
    assert followed.current() == "known"
    with pytest.raises(Exception, match="revisions"):
        Followed(engine, "settings", lambda: "never known").current()
