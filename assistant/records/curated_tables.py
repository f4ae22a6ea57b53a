"""The tables of the answers that the office itself wrote: as they stand, and as they were."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, DateTime, ForeignKey, Index, Integer, String, Table, Text, text

from assistant.records.tables import metadata

# `question` … `citations` are the newest words, which somebody may still work on; `approved` holds the words in force.
curated = Table(
    "curated",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("state", String(10), nullable=False, index=True),
    Column("question", Text, nullable=False),
    Column("variants", JSON, nullable=False),
    Column("text", Text, nullable=False),
    Column("basis", Text, nullable=False, server_default=""),
    Column("province", String(60)),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("citations", JSON, nullable=False),
    Column("searched", Text, nullable=False, server_default=""),
    Column("author", String(60), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("approver", String(60)),
    Column("approved_at", DateTime(timezone=True)),
    Column("approved", JSON(none_as_null=True)),
    Index("ix_curated_changed", "changed_at", "id"),
    sqlite_autoincrement=True,
)

curated_history = Table(
    "curated_history",
    metadata,
    Column("curated_id", Integer, ForeignKey("curated.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("account", String(60), nullable=False),
    Column("action", String(20), nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("words", JSON, nullable=False),
)
