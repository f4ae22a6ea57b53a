"""The tables of what staff change while the service runs, and the numbers by which every process notices."""

from __future__ import annotations

from sqlalchemy import JSON, Column, DateTime, Integer, String, Table

from assistant.records.tables import metadata

# One row for each thing that processes keep in memory; the number grows with every change of it.
revisions = Table(
    "revisions",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("number", Integer, nullable=False),
)

settings_overrides = Table(
    "settings_overrides",
    metadata,
    Column("name", String(120), primary_key=True),
    Column("value", JSON, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("changed_by", String(200), nullable=False),
)
