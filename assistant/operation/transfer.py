"""From SQLite files to PostgreSQL and a Chroma server: every row of both databases, compared table by table.

All of it arrives or nothing: a copy that broke off is begun again. The vectors of the Chroma server are then filled from
the catalogue, as every index is.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import make_url

from assistant.operation.databases import CHAINS, Chain, copy, filling, revision_of, snapshot
from assistant.settings import Settings


class NothingThere(RuntimeError):
    """The folder holds no SQLite database."""


class SamePlace(RuntimeError):
    """The settings name no other place."""


def transfer(settings: Settings) -> tuple[int, int]:
    """Copy what lies in DATA_DIR to DATABASE_URL; how many tables and rows.

    Raises:
        NothingThere, SamePlace: there is nothing to do.
        NotEmpty, Differs: see `assistant/operation/databases.py`; nothing was kept.
    """
    if not settings.database_url or make_url(settings.database_url).get_backend_name() == "sqlite":
        raise SamePlace
    embedded = settings.model_copy(update={"database_url": "", "chroma_url": ""})
    if not any(_file(chain, embedded).exists() for chain in CHAINS):
        raise NothingThere
    tables = rows = 0
    with ExitStack() as stack:
        for chain in CHAINS:
            source_url = chain.url(embedded)
            chain.open(source_url).dispose()  # at the newest revision
            source = stack.enter_context(snapshot(chain, source_url))
            target = stack.enter_context(filling(chain, chain.url(settings), revision_of(source, chain)))
            some = copy(source, chain, target)
            tables, rows = tables + some[0], rows + some[1]
    return tables, rows


def _file(chain: Chain, settings: Settings) -> Path:
    return Path(str(make_url(chain.url(settings)).database))
