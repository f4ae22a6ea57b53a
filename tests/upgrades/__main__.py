"""`python -m tests.upgrades`: keep a database of every revision that has no file yet."""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

from tests.upgrades import CHAINS, Chain, file_of, fill, upgraded


def keep(chain: Chain, revision: str) -> None:
    """Write the file of one revision."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "database.sqlite3"
        engine = upgraded(f"sqlite:///{path}", chain, revision.partition("_")[0])
        fill(engine)
        engine.dispose()
        with sqlite3.connect(path) as db:
            file_of(chain, revision).write_text("\n".join(db.iterdump()) + "\n", encoding="utf-8")
        db.close()


for one in CHAINS.values():
    for name in one.revisions():
        if not file_of(one, name).exists():
            keep(one, name)
            print(file_of(one, name).name)
