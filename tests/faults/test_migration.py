"""A migration that is killed half way has not happened: the rows are there, and the next start migrates."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, inspect, text

from knowledge.database import open_database
from tests.support.postgres import new_database
from tests.support.shell import start
from tests.upgrades import CHAINS, ROWS, fill

CHAIN = CHAINS["knowledge"]
OPEN = """
import sys
from pathlib import Path
from knowledge.database import open_database
open_database(sys.argv[1], Path(sys.argv[2]), "alembic_version_knowledge")
"""
REVISION = '''
"""Makes a table, fills it, empties another one."""
import os, signal
import sqlalchemy as sa
from alembic import op
revision, down_revision = "9999", "{before}"


def upgrade():
    op.create_table("half", sa.Column("n", sa.Integer, primary_key=True))
    op.execute("INSERT INTO half VALUES (1)")
    op.execute("DELETE FROM chunks WHERE row_id = 1")
    {then}
'''


def counted(engine: Engine, table: str) -> int:
    with engine.connect() as db:
        return int(db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_kill_9_in_the_middle_of_a_migration(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    url = new_database(request.getfixturevalue("postgres_folder")) if database == "postgresql" else f"sqlite:///{tmp_path / 'old.sqlite3'}"
    engine = open_database(url, CHAIN.migrations, CHAIN.version_table)
    fill(engine)
    engine.dispose()
    coming = shutil.copytree(CHAIN.migrations, tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    before = CHAIN.revisions()[-1].partition("_")[0]
    revision = coming / "versions" / "9999_next.py"

    revision.write_text(REVISION.format(before=before, then="os.kill(os.getpid(), signal.SIGKILL)"))
    process = start(tmp_path / "data", "-c", OPEN, url, str(coming))
    process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL

    looking = create_engine(url)
    assert not inspect(looking).has_table("half")
    assert counted(looking, "chunks") == len(ROWS)
    open_database(url, CHAIN.migrations, CHAIN.version_table).dispose()  # today's code goes on with it

    revision.write_text(REVISION.format(before=before, then="pass"))
    open_database(url, coming, CHAIN.version_table).dispose()
    assert (counted(looking, "half"), counted(looking, "chunks")) == (1, len(ROWS) - 1)
    looking.dispose()
