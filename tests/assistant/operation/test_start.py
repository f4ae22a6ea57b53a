"""A start over a damaged or missing database: one sentence in two languages, exit code 6, no traceback."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from assistant.operation.check.parts import newest_backup
from assistant.operation.start import EXIT_NO_DATABASE, opened
from tests.assistant.conftest import make_assistant_settings
from tests.support.shell import ROOT, run

BOT = str(ROOT / "bot.py")
PAGE = 4096


def spoil(database: Path, pages: slice) -> None:
    """Write nonsense over these pages, as a failing disk does."""
    with sqlite3.connect(database) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    with database.open("r+b") as file:
        for page in range(database.stat().st_size // PAGE)[pages]:
            file.seek(page * PAGE)
            file.write(b"\xa5" * PAGE)


@pytest.mark.parametrize(("name", "pages"), [("knowledge", slice(3, None, 5)), ("assistant", slice(0, 1)), ("knowledge", slice(0, 1))])
def test_a_damaged_file_is_named_with_the_backup_to_restore(starter_copy: Path, name: str, pages: slice) -> None:
    backups = starter_copy / "backups"
    backups.mkdir()
    (backups / "Mon.zip").write_bytes(b"")
    if name == "assistant":
        make_log(starter_copy)
    spoil(starter_copy / f"{name}.sqlite3", pages)
    done = run(starter_copy, BOT, "ask", "xin chào")
    assert done.returncode == EXIT_NO_DATABASE
    assert "Traceback" not in done.stderr
    vi, en = done.stderr.splitlines()
    assert "bị hỏng" in vi
    assert f"{name}.sqlite3" in vi
    assert "damaged" in en
    assert f"restore {backups / 'Mon.zip'}" in en
    assert run(starter_copy, BOT, "check").returncode == 1


def make_log(data_dir: Path) -> None:
    from assistant.records.log import QuestionLog

    QuestionLog.open(f"sqlite:///{data_dir / 'assistant.sqlite3'}").close()


def test_a_database_server_that_is_away_ends_the_start_with_a_sentence(tmp_path: Path) -> None:
    pytest.importorskip("psycopg")
    done = run(tmp_path / "data", BOT, "ask", "xin chào", DATABASE_URL="postgresql+psycopg://ai:bi-mat@127.0.0.1:9/tro_ly")
    assert done.returncode == EXIT_NO_DATABASE
    assert "Traceback" not in done.stderr
    assert "bi-mat" not in done.stderr
    assert "cannot be reached" in done.stderr


def test_without_a_backup_a_word_stands_for_its_file(tmp_path: Path) -> None:
    assert newest_backup(tmp_path) == "FILE.zip"


def test_what_is_no_trouble_of_a_database_is_not_caught(tmp_path: Path) -> None:
    def fails() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        opened(make_assistant_settings(tmp_path), fails)
