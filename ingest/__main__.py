"""`python -m ingest …`; see `ingest/commands/`."""

from ingest.commands import app

if __name__ == "__main__":
    app()
