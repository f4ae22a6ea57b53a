"""`bot.py check`: what it finds in a sound installation and in broken ones."""

from __future__ import annotations

import shutil
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, update

from assistant.models import Question
from assistant.operation.check import examine, worst
from assistant.operation.check.finding import SENTENCES, Finding, Installation, Level
from assistant.records import tables as t
from assistant.service import Assistant
from assistant.settings import Settings
from tests.assistant.conftest import make_assistant_settings
from tests.support.shell import ROOT, run


def findings(settings: Settings) -> dict[str, Finding]:
    return {finding.name: finding for finding in examine(Installation(settings, seconds=2))}


@pytest.fixture
def settings(starter_copy: Path) -> Settings:
    """An installation that has answered a question."""
    made = make_assistant_settings(starter_copy)
    assistant = Assistant.open(made)
    assistant.answer(Question("Quyết định 127 còn hiệu lực không?"))
    assistant.close()
    return made


def test_a_sound_installation_has_nothing_to_mend(settings: Settings) -> None:
    seen = findings(settings)
    assert worst(seen.values()) is not Level.ERROR, seen
    assert {"folder_ok", "database_ok", "clock_ok", "knowledge_ok", "embedder_ok"} <= set(seen)


def test_an_empty_folder_is_no_error(tmp_path: Path) -> None:
    seen = findings(make_assistant_settings(tmp_path))
    assert worst(seen.values()) is Level.WARNING
    assert {"database_new", "knowledge_empty"} <= set(seen)


def test_a_damaged_page_is_found_and_the_backup_named(settings: Settings) -> None:
    file = settings.data_dir / "knowledge.sqlite3"
    create_engine(f"sqlite:///{file}").connect().exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    with file.open("r+b") as pages:
        for page in range(3, file.stat().st_size // 4096, 7):
            pages.seek(page * 4096)
            pages.write(b"\xff" * 2048)
    damaged = findings(settings)["database_damaged"]
    assert damaged.level is Level.ERROR
    assert "restore" in damaged.vi
    assert "restore" in damaged.en


def test_a_clock_that_jumped_back_is_told(settings: Settings) -> None:
    engine = create_engine(settings.resolved_records_url)
    with engine.begin() as db:
        db.execute(update(t.turns).values(asked_at=datetime.now(UTC) + timedelta(days=2)))
    engine.dispose()
    assert findings(settings)["clock_behind"].level is Level.ERROR


def test_a_key_that_others_can_read_is_told(settings: Settings) -> None:
    key = settings.data_dir / "privacy.key"
    key.write_text("x" * 44)
    key.chmod(0o644)
    assert "chmod 600" in findings(settings)["key_open"].vi


def test_a_platform_that_is_away_or_refuses(settings: Settings) -> None:
    away = settings.model_copy(
        update={"telegram_bot_token": type(settings.telegram_bot_token)("1:abc"), "telegram_api_base": "http://127.0.0.1:9"}
    )
    seen = findings(away)["platform_away"]
    assert "1:abc" not in seen.vi + seen.en
    assert "127.0.0.1" in seen.en


def test_a_database_server_that_is_away(settings: Settings) -> None:
    pytest.importorskip("psycopg")
    url = "postgresql+psycopg://ai:bi-mat@127.0.0.1:9/tro_ly"
    seen = findings(settings.model_copy(update={"database_url": url}))["database_away"]
    assert seen.level is Level.ERROR
    assert "bi-mat" not in seen.vi + seen.en


def test_every_sentence_can_be_filled_and_says_what_to_do() -> None:
    rows = tomllib.loads(SENTENCES.read_text(encoding="utf-8"))
    for name, row in rows.items():
        assert set(row) == {"level", "vi", "en"}, name
        slots = lambda text: {part.split("}")[0] for part in text.split("{")[1:]}  # noqa: E731
        assert slots(row["vi"]) == slots(row["en"]), name


def test_the_command_prints_findings_and_exits_with_1_when_something_must_be_mended(settings: Settings) -> None:
    done = run(settings.data_dir, str(ROOT / "bot.py"), "check", "--json")
    assert done.returncode == 0, done.stderr
    assert '"knowledge_ok"' in done.stdout
    shutil.rmtree(settings.data_dir / "vectors")
    (settings.data_dir / "vectors").write_text("")
    done = run(settings.data_dir, str(ROOT / "bot.py"), "check")
    assert done.returncode == 1
    assert "✗" in done.stdout
