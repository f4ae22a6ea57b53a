"""The table of questions that staff made into cases of the evaluation."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, DateTime, Integer, String, Table, Text

from assistant.records.tables import metadata

cases = Table(
    "cases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("answer_id", String(32), nullable=False, unique=True),
    Column("question", Text, nullable=False),
    Column("wanted", JSON, nullable=False),
    Column("cites", JSON, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("added_by", String(60), nullable=False),
    Column("added_at", DateTime(timezone=True), nullable=False),
    sqlite_autoincrement=True,
)
