"""The assistant's tables."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, DateTime, Float, ForeignKey, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

turns = Table(
    "turns",
    metadata,
    Column("answer_id", String(32), primary_key=True),
    Column("asked_at", DateTime(timezone=True), nullable=False, index=True),
    Column("channel", String(20), nullable=False),
    Column("conversation_id", String(80)),
    Column("question", Text, nullable=False),
    Column("understood_as", Text, nullable=False),
    Column("status", String(40), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("release", Integer, nullable=False),
    Column("sources", JSON, nullable=False),
    Column("passages", JSON, nullable=False),
    Column("timings_ms", JSON, nullable=False),
    Column("error", Text),
    Column("generation", JSON(none_as_null=True)),
    Column("trace", JSON(none_as_null=True)),
    Column("evidence", Float),
    Column("curated", Integer),
    Index("ix_turns_conversation", "conversation_id", "asked_at"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("answer_id", String(32), ForeignKey("turns.answer_id"), nullable=False, index=True),
    Column("given_at", DateTime(timezone=True), nullable=False, index=True),
    Column("value", String(8), nullable=False),
    Column("comment", Text),
)
