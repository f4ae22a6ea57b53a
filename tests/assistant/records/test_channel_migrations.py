"""The tables of the channels come by migration: on an empty database, and on one that has questions already."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, select, text

from assistant.records import channel_tables, tables
from assistant.records.channel_records import ChannelRecords
from assistant.records.log import MIGRATIONS, VERSION_TABLE, QuestionLog
from tests.assistant.conftest import log_url


def migrate(url: str, revision: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes |= {"connection": connection, "version_table": VERSION_TABLE}
        command.upgrade(config, revision)
    engine.dispose()


def test_old_questions_stay(tmp_path: Path) -> None:
    url = log_url(tmp_path)
    migrate(url, "0001")
    engine = create_engine(url)
    with engine.begin() as db:
        db.execute(
            text(
                "INSERT INTO turns (answer_id, asked_at, channel, question, understood_as, status, text, as_of, release,"
                " sources, passages, timings_ms)"
                " VALUES ('1', '2026-01-01', 'web', 'hỏi', 'hỏi', 'answered', 'đáp', '2026-01-01', 1, '[]', '[]', '{}')"
            )
        )
    engine.dispose()
    records = ChannelRecords.open(url, tmp_path)
    with records.engine.connect() as db:
        assert db.execute(select(tables.turns.c.question)).scalars().all() == ["hỏi"]
    records.close()


CHANNELS = ("inbox", "outbox", "chats", "consents", "marks", "links", "remarks", "counts", "owners")
NEWS = ("wants", "subscriptions", "news", "campaigns")


@pytest.mark.parametrize("name", [*CHANNELS, *NEWS])
def test_the_migration_makes_the_tables_that_the_code_uses(tmp_path: Path, name: str) -> None:
    log = QuestionLog.open(log_url(tmp_path))
    found = inspect(create_engine(log_url(tmp_path)))
    table = channel_tables.metadata.tables[name]
    assert {column["name"] for column in found.get_columns(name)} == set(table.c.keys())
    assert {index["name"] for index in found.get_indexes(name)} == {index.name for index in table.indexes}
    log.close()
