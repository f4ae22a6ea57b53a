"""What lists and figures read instead of the log itself: a million turns of a few kilobytes each take too long to walk.

`asked` has one narrow row for each turn of a person, in order of arrival; `asked_words` its words without marks (SQLite:
FTS5, PostgreSQL: a tsvector; made in the migration); `daily` counts, by day in Viet Nam. All are written with the turn.
"""

from __future__ import annotations

from sqlalchemy import Column, Date, DateTime, Float, Index, Integer, String, Table, text

from assistant.records.tables import metadata

# Each index holds what the other filters ask for too: a rare combination is found without a look into the table.
_OPINION = text("feedback IS NOT NULL")

asked = Table(
    "asked",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("answer_id", String(32), nullable=False, unique=True),
    Column("asked_at", DateTime(timezone=True), nullable=False, index=True),
    Column("channel", String(20), nullable=False),
    Column("family", String(20), nullable=False),
    Column("status", String(40), nullable=False),
    Column("feedback", String(8)),
    Column("ms", Float, nullable=False),
    Column("evidence", Float),
    Index("ix_asked_channel", "channel", "id", "family", "feedback"),
    Index("ix_asked_family", "family", "id", "channel", "feedback"),
    Index("ix_asked_status", "status", "id"),
    Index("ix_asked_feedback", "feedback", "id", "family", "channel", sqlite_where=_OPINION, postgresql_where=_OPINION),
    sqlite_autoincrement=True,
)

daily = Table(
    "daily",
    metadata,
    Column("kind", String(12), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("channel", String(20), primary_key=True),
    Column("name", String(200), primary_key=True),
    Column("n", Integer, nullable=False),
    sqlite_with_rowid=False,
)
