"""The commands of `python -m ingest`: one file a command. `run` is meant when none is named.

All of them are imported whichever is called, so they import the pipeline, the readers and the base only when they run:
a rollback must not wait for them.
"""

from __future__ import annotations

import typer

from ingest.commands.base import RunByDefault
from ingest.commands.check import check
from ingest.commands.diff import diff
from ingest.commands.gc import gc
from ingest.commands.impact import impact
from ingest.commands.quarantine import approve, quarantine
from ingest.commands.releases import releases
from ingest.commands.rollback import rollback
from ingest.commands.run import run
from ingest.commands.sources import app as sources

app = typer.Typer(cls=RunByDefault, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def main() -> None:
    """Bring the knowledge base in step with files, folders, corpora and links. Without a command: `run`."""


for command in (run, check, quarantine, approve, releases, diff, rollback, gc, impact):
    app.command()(command)
app.add_typer(sources, name="sources")
