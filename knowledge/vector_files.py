"""Is Chroma's folder whole? Chroma reads its graph without a look, so that a broken file is a segmentation fault.

The CRC of the graph's files is kept beside them when they were known to be whole. Files that differ from it may be what Chroma
wrote since, or broken: they are tried by a process of their own (`knowledge/trial.py`), which may die of them.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import structlog

from knowledge.index_files import crc_of, throw_away
from knowledge.pages import damage

_PAGES_SECONDS, _TRIAL_SECONDS = 5.0, 300.0
_TRIALS = 3
_KNOWN = "whole.json"
_DATABASE = "chroma.sqlite3"
Graph = dict[str, int]
"""The CRC-32 of each file of Chroma's graphs, by name."""
log = structlog.get_logger()


def mend_vectors(folder: Path) -> None:
    """Empty the folder when it is broken. The caller holds the lock of those who write indexes on this machine."""
    if (folder / _DATABASE).exists() and not vectors_are_whole(folder):
        throw_away(folder)


def vectors_are_whole(folder: Path) -> bool:
    """Whether SQLite's pages are whole, as many as are read in five seconds, and the graph is as it was, or stands a trial."""
    if not _pages_are_whole(folder / _DATABASE):
        return False
    for _ in range(_TRIALS):  # another process may be writing
        graph = graph_of(folder)
        if not graph or graph == _known(folder):  # some hundred vectors need no graph: they are in the database alone
            return True
        if _stands_a_trial(folder):
            vouch_for(folder)
            return True
        if graph == graph_of(folder):
            break
    return False


def graph_of(folder: Path) -> Graph:
    """The graph as it is now."""
    found = {}
    for file in sorted(folder.glob("*/*")):
        with suppress(FileNotFoundError), file.open("rb") as stream:
            found[file.relative_to(folder).as_posix()] = crc_of(stream, file.stat().st_size)
    return found


def look_of(folder: Path) -> list[tuple[str, int, int]]:
    """Names, sizes and times of the graph's files: what tells that Chroma wrote, without reading them."""
    looks = []
    for file in sorted(folder.glob("*/*")):
        with suppress(FileNotFoundError):
            looks.append((file.name, file.stat().st_size, file.stat().st_mtime_ns))
    return looks


def vouch_for(folder: Path) -> None:
    """Keep the graph's CRC: it is whole. A disk that takes no more only means a trial at the next start."""
    part = folder / f"{_KNOWN}.{os.getpid()}"
    with suppress(OSError):
        part.write_text(json.dumps(graph_of(folder)))
        part.replace(folder / _KNOWN)


def _known(folder: Path) -> Graph | None:
    try:
        known: Graph = json.loads((folder / _KNOWN).read_text())
    except (OSError, ValueError):
        return None
    return known


def _stands_a_trial(folder: Path) -> bool:
    root = str(Path(__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))}
    command = [sys.executable, "-m", "knowledge.trial", str(folder)]
    try:
        done = subprocess.run(  # noqa: S603
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=_TRIAL_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        log.warning("vectors_failed_their_trial", seconds=_TRIAL_SECONDS)
        return False
    if done.returncode:
        log.warning("vectors_failed_their_trial", exit_code=done.returncode)
    return done.returncode == 0


def _pages_are_whole(database: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=10)) as db:
            return not damage(db, _PAGES_SECONDS)
    except sqlite3.OperationalError:  # another process is at it: that says nothing about the pages
        return True
    except sqlite3.DatabaseError:
        return False
