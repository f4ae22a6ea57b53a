"""Settings come from the environment or `.env`; a wrong one is told in one line, with exit code 2."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.settings import KnowledgeSettings, load_settings
from tests.support.shell import environment, run

COMMANDS = (("-m", "ingest", "--dry-run"), ("-m", "knowledge", "documents"))
WRONG = (
    ("DENSE_WEIGHT", "abc"),
    ("DENSE_WEIGHT", "1.5"),
    ("DENSE_WEIGHT", "nan"),
    ("DATA_DIR", "/dev/null/data"),
    ("DATA_DIR", "/proc/none"),
    ("DATABASE_URL", "not an address"),
    ("DATABASE_URL", "nosuchdb://localhost/x"),
    ("EMBEDDING_MODEL", "no/such-model"),
)


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_setting_is_one_line_that_names_it(
    name: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as stop:
        load_settings(KnowledgeSettings)
    assert stop.value.code == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert told.startswith(f"{name}=")
    assert "accepts" in told


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c[1])
def test_commands_stop_with_2_and_no_traceback(command: tuple[str, ...], tmp_path: Path) -> None:
    done = run(tmp_path / "data", *command, DENSE_WEIGHT="much")
    assert done.returncode == 2
    assert done.stderr.startswith("DENSE_WEIGHT=much: ")
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_file_where_the_data_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("I am a file")
    done = run(tmp_path / "data", "-m", "knowledge", "documents")
    assert done.returncode == 2
    assert done.stderr.startswith("DATA_DIR=")
    assert done.stderr.count("\n") == 1


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    """Root may write everywhere, so the command gives its rights up after it has loaded its libraries."""
    tmp_path.chmod(0o755)
    for parent in tmp_path.parents:
        if parent.name.startswith("pytest-"):
            parent.chmod(0o755)
    (tmp_path / "data").mkdir(mode=0o555)
    code = "import os; from knowledge.settings import *; os.getuid() or os.setuid(65534); load_settings(KnowledgeSettings)"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(tmp_path / "data"), cwd="/", capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("DATA_DIR=")
    assert done.stderr.count("\n") == 1


def test_a_password_is_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "nosuchdb://someone:hunter2@localhost/x")
    with pytest.raises(SystemExit):
        load_settings(KnowledgeSettings)
    assert "hunter2" not in capsys.readouterr().err


def test_a_dot_env_file_is_read_and_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("DATA_DIR=from-file\nDENSE_WEIGHT=0.25\nUNKNOWN=1\nDATABASE_URL=\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "from-environment"))
    settings = load_settings(KnowledgeSettings)
    assert settings.dense_weight == 0.25
    assert settings.data_dir == tmp_path / "from-environment"
    assert settings.resolved_database_url == f"sqlite:///{tmp_path / 'from-environment' / 'knowledge.sqlite3'}"
    assert settings.data_dir.is_dir()


def test_a_database_address_is_taken_as_it_is(tmp_path: Path) -> None:
    settings = KnowledgeSettings(_env_file=None, data_dir=tmp_path, database_url="sqlite:////tmp/other.sqlite3")  # type: ignore[call-arg]
    assert settings.resolved_database_url == "sqlite:////tmp/other.sqlite3"
