"""A narrow row for each turn, its words for searching, counts by day: what the pages of the log and its figures read.

Turns that are in the log already are entered by `ledger.catch_up` when the log is opened.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_HAVE_OPINION = sa.text("feedback IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "asked",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("answer_id", sa.String(32), nullable=False, unique=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("family", sa.String(20), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("feedback", sa.String(8)),
        sa.Column("ms", sa.Float, nullable=False),
        sa.Column("evidence", sa.Float),
        sa.Index("ix_asked_channel", "channel", "id"),
        sa.Index("ix_asked_family", "family", "id"),
        sa.Index("ix_asked_status", "status", "id"),
        sa.Index("ix_asked_feedback", "feedback", "id", sqlite_where=_HAVE_OPINION, postgresql_where=_HAVE_OPINION),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "daily",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("channel", sa.String(20), primary_key=True),
        sa.Column("kind", sa.String(12), primary_key=True),
        sa.Column("name", sa.String(200), primary_key=True),
        sa.Column("n", sa.Integer, nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE asked_words USING fts5(words, tokenize = 'unicode61 remove_diacritics 0')")
    else:
        op.execute("CREATE TABLE asked_words (id INTEGER PRIMARY KEY, words TSVECTOR NOT NULL)")
        op.execute("CREATE INDEX ix_asked_words ON asked_words USING GIN (words)")
    op.add_column("turns", sa.Column("trace", sa.JSON(none_as_null=True)))


def downgrade() -> None:
    op.drop_column("turns", "trace")
    for name in ("asked_words", "daily", "asked"):
        op.drop_table(name)
