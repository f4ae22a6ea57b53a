"""Before anything is served: are the databases there and whole, and if not, what is to be done? In Vietnamese and English."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import typer
from sqlalchemy.exc import DatabaseError

from assistant.operation.check.finding import Finding, Installation, Level, found
from assistant.operation.check.parts import databases
from assistant.settings import Settings

EXIT_NO_DATABASE = 6
_SECONDS = 5.0
"""So long a start may look at the pages of a SQLite file; `bot.py check` looks at all of them."""
T = TypeVar("T")


def opened(settings: Settings, opening: Callable[[], T]) -> T:
    """What `opening` opens. Damaged or missing databases end the program with exit code 6 and what to do about it."""
    _refuse([finding for finding in _problems(settings) if finding.name == "database_damaged"])
    try:
        return opening()
    except DatabaseError as error:
        _refuse(_problems(settings) or [_of(error)])
        raise


def migrate(settings: Settings) -> None:
    """Bring both chains of tables to the newest schema: what a role that owns them does, before one that does not serves."""
    from assistant.operation.databases import CHAINS

    for chain in CHAINS:
        opened(settings, partial(chain.open, chain.url(settings))).dispose()


def _problems(settings: Settings) -> list[Finding]:
    return [finding for finding in databases(Installation(settings), _SECONDS) if finding.level is Level.ERROR]


def _of(error: DatabaseError) -> Finding:
    problem = str(error.orig).splitlines()[0][:200]
    forbidden = getattr(error.orig, "sqlstate", None) == "42501"  # insufficient_privilege
    return found("schema_not_ours" if forbidden else "database_refuses", problem=problem)


def _refuse(findings: list[Finding]) -> None:
    if not findings:
        return
    for finding in findings:
        print(f"{finding.vi}\n{finding.en}", file=sys.stderr)
    raise typer.Exit(EXIT_NO_DATABASE)
