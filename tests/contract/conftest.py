"""What every test here runs on: one folder with SQLite and an embedded Chroma; or PostgreSQL and a Chroma server.

A place is shared by several processes. With servers each of them may be on a machine of its own, with a folder of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from assistant.settings import Settings
from knowledge.base import KnowledgeBase
from tests.support.chroma import new_collections
from tests.support.postgres import new_database

EMBEDDED, SERVERS = "embedded", "servers"
Opening = Callable[[], KnowledgeBase]


@dataclass
class Place:
    """Where an installation keeps its data."""

    kind: str
    folder: Path
    fields: dict[str, str] = field(default_factory=dict)
    _machines: count[int] = field(default_factory=count)

    def settings(self, **more: object) -> Settings:
        """Those of one more process; with servers, on a machine that holds nothing yet."""
        data = self.folder / (f"machine-{next(self._machines)}" if self.fields else "data")
        return Settings(_env_file=None, data_dir=data, **self.fields, **more)  # type: ignore[arg-type]

    @property
    def environment(self) -> dict[str, str]:
        """The same for commands."""
        return {name.upper(): value for name, value in self.fields.items()}


def place_of(kind: str, folder: Path, request: pytest.FixtureRequest) -> Place:
    """A new, empty one."""
    if kind == EMBEDDED:
        return Place(kind, folder)
    servers = request.getfixturevalue("postgres_folder")
    chroma = new_collections(servers.parent / "chroma")
    return Place(kind, folder, {"database_url": new_database(servers), "chroma_url": chroma})


@pytest.fixture(params=[EMBEDDED, SERVERS])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty place of each kind."""
    return place_of(request.param, tmp_path, request)


@pytest.fixture
def opening(place: Place) -> Iterator[Opening]:
    """Another process's knowledge base, each time it is called."""
    opened: list[KnowledgeBase] = []

    def open_base() -> KnowledgeBase:
        opened.append(KnowledgeBase(place.settings()))
        return opened[-1]

    yield open_base
    for base in opened:
        with suppress(Exception):
            base.close()
