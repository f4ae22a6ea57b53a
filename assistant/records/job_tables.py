"""The table of long work that staff begin on a page: an ingest of uploaded files, a look at all sources."""

from __future__ import annotations

from sqlalchemy import JSON, Column, DateTime, Index, Integer, String, Table, Text

from assistant.records.tables import metadata

jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(30), nullable=False),
    Column("about", Text, nullable=False),
    Column("account", String(60), nullable=False),
    Column("begun_at", DateTime(timezone=True), nullable=False),
    Column("alive_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    Column("step", String(20), nullable=False, server_default=""),
    Column("done", Integer, nullable=False, server_default="0"),
    Column("total", Integer, nullable=False, server_default="0"),
    Column("report", JSON(none_as_null=True)),
    Column("problem", Text),
    Index("ix_jobs_kind", "kind", "id"),
    sqlite_autoincrement=True,
)
