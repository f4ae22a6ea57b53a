"""A backup: one zip file with every table as lines of JSON, the files of DATA_DIR that cannot be made again, and a manifest.

The tables are read in a transaction that sees each database as it was at one moment; the service goes on meanwhile. The same
file restores into SQLite and into PostgreSQL. Indexes are caches and are made anew. The privacy key is not in it: whoever finds
the file shall not be able to open what is sealed; a mark tells whether a key is the right one.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from assistant.operation.databases import CHAINS, Chain, filling, revision_of, snapshot, tables_of
from assistant.operation.rows import lines
from assistant.records.sealing import Seal
from assistant.settings import Settings
from knowledge.tally import Tally

FORM = 1
KEY = "privacy.key"
_MANIFEST = "manifest.json"
# Databases (their rows are in the tables), caches, and what belongs to running processes.
_LEFT_OUT = ("vectors", "keywords", "cache", "run", KEY)
_SUFFIXES_LEFT_OUT = (".sqlite3", ".sqlite3-wal", ".sqlite3-shm", ".lock", ".part")


class BadBackup(RuntimeError):
    """It is no backup of ours, or damaged; the argument says why."""


@dataclass(frozen=True, slots=True)
class Done:
    """How much was written, and whether the key that is here is the one of the backup (None: there is no key here)."""

    tables: int
    rows: int
    files: int
    right_key: bool | None = True


def back_up(settings: Settings, file: Path) -> Done:
    """Write the backup beside its name and rename it: never half a file. Only its owner may read it."""
    part = file.with_name(f"{file.name}.part")
    manifest: dict[str, Any] = {"form": FORM, "made_at": datetime.now(UTC).isoformat(), "key": key_mark(settings), "databases": {}}
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as raw:
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for chain in CHAINS:
                manifest["databases"][chain.name] = _write_database(archive, chain, chain.url(settings))
            files = [_write_file(archive, settings.data_dir, path) for path in own_files(settings.data_dir)]
            manifest["files"] = len(files)
            archive.writestr(_MANIFEST, json.dumps(manifest, indent=1))
        raw.flush()
        os.fsync(raw.fileno())
    part.replace(file)
    tables = [table for database in manifest["databases"].values() for table in database["tables"].values()]
    return Done(len(tables), sum(table["rows"] for table in tables), len(files))


def restore(settings: Settings, file: Path) -> Done:
    """Fill empty databases and an empty folder with what a backup holds, and compare every table with it.

    Raises:
        BadBackup: it cannot be read.
        NotEmpty, Newer, Differs: see `assistant/operation/databases.py`; nothing was kept.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = json.loads(archive.read(_MANIFEST))
            if manifest.get("form") != FORM:
                raise BadBackup(f"form {manifest.get('form')}")
            tables = rows = 0
            with ExitStack() as stack:  # both are kept, or neither
                for chain in CHAINS:
                    described = manifest["databases"][chain.name]
                    target = stack.enter_context(filling(chain, chain.url(settings), described["revision"]))
                    for name, expected in described["tables"].items():
                        with archive.open(_member(chain, name)) as kept:
                            target.fill(name, _stripped(kept))
                        target.check(name, expected["rows"], expected["digest"])
                        tables, rows = tables + 1, rows + expected["rows"]
            files = _unpack(archive, settings.data_dir)
    except (zipfile.BadZipFile, KeyError, json.JSONDecodeError, OSError) as error:
        raise BadBackup(f"{type(error).__name__}: {error}") from error
    here = key_mark(settings)
    return Done(tables, rows, files, None if here is None else here == manifest["key"])


def key_mark(settings: Settings) -> str | None:
    """Tells one privacy key from another and gives nothing of it away; None when there is no key yet."""
    secret = settings.privacy_key.get_secret_value()
    if not secret and not (settings.data_dir / KEY).exists():
        return None
    return Seal.load(secret, settings.data_dir).word("backup")[:16]


def own_files(folder: Path) -> Iterator[Path]:
    """What is in DATA_DIR beside databases and caches: uploads, golden questions, runs of evaluations."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if inside.parts[0] not in _LEFT_OUT and not path.name.endswith(_SUFFIXES_LEFT_OUT) and path.is_file() and not path.is_symlink():
            yield path


def _write_database(archive: zipfile.ZipFile, chain: Chain, url: str) -> dict[str, Any]:
    chain.open(url).dispose()  # at the newest revision, or made
    described: dict[str, Any] = {}
    with snapshot(chain, url) as db:
        for table in tables_of(db, chain):
            tally = Tally()
            with archive.open(_member(chain, table.name), "w", force_zip64=True) as out:
                for line in lines(db, table, tally):
                    out.write(line + b"\n")
            described[table.name] = {"rows": tally.rows, "digest": tally.digest}
        return {"revision": revision_of(db, chain), "tables": described}


def _write_file(archive: zipfile.ZipFile, folder: Path, path: Path) -> str:
    name = f"files/{path.relative_to(folder).as_posix()}"
    archive.write(path, name)
    return name


def _member(chain: Chain, table: str) -> str:
    return f"tables/{chain.name}/{table}.jsonl"


def _stripped(kept: IO[bytes]) -> Iterator[bytes]:
    return (line.rstrip(b"\n") for line in kept)


def _unpack(archive: zipfile.ZipFile, folder: Path) -> int:
    """Files of the backup, each where it was; a name that leads out of the folder is refused."""
    names = [name for name in archive.namelist() if name.startswith("files/")]
    for name in names:
        target = (folder / name.removeprefix("files/")).resolve()
        if not target.is_relative_to(folder.resolve()):
            raise BadBackup(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(archive.read(name))
    return len(names)
