"""The commands of `python -m ingest` inside this process: quicker than a Python of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from click.testing import Result
from typer.testing import CliRunner

from ingest.commands import app

Command = Callable[..., Result]


@pytest.fixture
def ingest_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Command]:
    """`ingest_app("sources", "list")` in DATA_DIR `tmp_path/data`; what it raises, the test raises."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "200")
    yield lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)
    structlog.reset_defaults()


@pytest.fixture
def sources(ingest_app: Command) -> Command:
    """`python -m ingest sources …`."""
    return lambda *arguments: ingest_app("sources", *arguments)
