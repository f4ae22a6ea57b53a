"""`python bot.py backup | restore | migrate-data | verify`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer
from sqlalchemy import make_url

from assistant.operation.backup import KEY, BadBackup, back_up, key_mark, restore
from assistant.operation.databases import Differs, Newer, NotEmpty
from assistant.operation.transfer import NothingThere, SamePlace, transfer
from assistant.operation.words import say
from assistant.settings import Settings
from knowledge.settings import load_settings
from knowledge.verify import verify

EXIT_BROKEN = 1
T = TypeVar("T")
File = Annotated[Path, typer.Argument(dir_okay=False, help="The backup, a zip file.")]


def add_commands(app: typer.Typer) -> None:
    """Let `app` have them."""
    for name, command in (("backup", backup_), ("restore", restore_), ("migrate-data", migrate_data), ("verify", verify_)):
        app.command(name)(command)


def backup_(file: File) -> None:
    """Write everything but caches and the privacy key into FILE, as it is at one moment, while the service goes on."""
    settings, started = load_settings(Settings), time.monotonic()
    done = back_up(settings, file)
    size = file.stat().st_size / 1e6
    spent = time.monotonic() - started
    print(say("backed_up", rows=done.rows, tables=done.tables, files=done.files, file=file, megabytes=size, seconds=spent))
    print(say("key_apart", key=settings.data_dir / KEY), file=sys.stderr)


def restore_(file: File) -> None:
    """Fill an empty DATA_DIR (and an empty database, with DATABASE_URL) from FILE, make the indexes, and verify."""
    settings, started = load_settings(Settings), time.monotonic()
    done = _refusing(lambda: restore(settings, file), file)
    print(say("restored", rows=done.rows, tables=done.tables, files=done.files, seconds=time.monotonic() - started))
    if key_mark(settings) is None:
        print(say("key_missing", folder=settings.data_dir), file=sys.stderr)
    elif not done.right_key:
        print(say("key_other"), file=sys.stderr)
    _verify(settings)


def migrate_data() -> None:
    """Copy the SQLite databases of DATA_DIR to DATABASE_URL and the vectors to CHROMA_URL, and verify. Stop the service first."""
    settings, started = load_settings(Settings), time.monotonic()
    tables, rows = _refusing(lambda: transfer(settings), settings.data_dir)
    place = make_url(settings.database_url).render_as_string(hide_password=True)
    print(say("copied", rows=rows, tables=tables, place=place, seconds=time.monotonic() - started))
    _verify(settings)


def verify_() -> None:
    """Compare both indexes with the catalogue: counts and digests. Exit 1 when something differs."""
    _verify(load_settings(Settings))


def _verify(settings: Settings) -> None:
    from knowledge.base import KnowledgeBase

    with closing(KnowledgeBase(settings)) as base:
        findings = verify(base)
    for finding in findings:
        found = finding.found if finding.whole else f"{finding.found}  ≠  {finding.expected}"
        print(say("checked", what=finding.what, found=found))
    whole = all(finding.whole for finding in findings)
    print(say("whole" if whole else "broken"))
    if not whole:
        raise typer.Exit(EXIT_BROKEN)


def _refusing(work: Callable[[], T], place: Path) -> T:
    """The work done, or a word on why it cannot be, and exit 1."""
    try:
        return work()
    except NotEmpty as error:
        _refuse(say("not_empty", table=error))
    except BadBackup as error:
        _refuse(say("not_a_backup", file=place, why=error))
    except Newer as error:
        _refuse(say("newer", revision=error))
    except Differs as error:
        table, expected, found = error.args
        _refuse(say("differs", table=table, expected=expected, found=found))
    except NothingThere:
        _refuse(say("nothing_to_copy", folder=place))
    except SamePlace:
        _refuse(say("same_place"))


def _refuse(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise typer.Exit(EXIT_BROKEN)
