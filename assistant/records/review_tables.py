"""The tables of the review queue: turns that a person should look at, put together by what they ask."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, text

from assistant.records.tables import metadata

# `example` is the newest turn: its words stay longest. The words themselves stay in the log only, where they are erased in time.
# The counts are of turns since the group was last handled; `size` is of all.
review_groups = Table(
    "review_groups",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("state", String(10), nullable=False),
    Column("example", String(32), nullable=False),
    Column("vector", LargeBinary),
    Column("embedder", String(80), nullable=False, server_default=""),
    Column("size", Integer, nullable=False),
    Column("waiting", Integer, nullable=False),
    Column("unanswered", Integer, nullable=False, server_default="0"),
    Column("down", Integer, nullable=False, server_default="0"),
    Column("unsure", Integer, nullable=False, server_default="0"),
    Column("reported", Integer, nullable=False, server_default="0"),
    Column("first_at", DateTime(timezone=True), nullable=False),
    Column("last_at", DateTime(timezone=True), nullable=False, index=True),
    Column("assignee", String(60)),
    Column("verdict", String(20)),
    Column("handled_by", String(60)),
    Column("handled_at", DateTime(timezone=True)),
    Column("handled_release", Integer),
    Column("curated_id", Integer),
    Index("ix_review_groups_state", "state", "waiting", "id"),
    Index("ix_review_groups_curated", "curated_id"),
    sqlite_autoincrement=True,
)

review_turns = Table(
    "review_turns",
    metadata,
    Column("answer_id", String(32), primary_key=True),
    Column("group_id", Integer, ForeignKey("review_groups.id"), nullable=False),
    Column("reason", String(20), nullable=False),
    Column("digest", String(40), nullable=False, index=True),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Index("ix_review_turns_group", "group_id", "asked_at"),
)

review_history = Table(
    "review_history",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("group_id", Integer, ForeignKey("review_groups.id"), nullable=False, index=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("account", String(60), nullable=False),
    Column("action", String(20), nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    sqlite_autoincrement=True,
)

# How far the log was read: turns by number, feedback by time (a changed opinion may get the number of the old one again).
review_progress = Table(
    "review_progress",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("at", DateTime(timezone=True)),
    Column("number", Integer, nullable=False, server_default="0"),
)
