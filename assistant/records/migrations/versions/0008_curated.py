"""Answers that the office itself wrote, and what the log needs to tell which answers to review."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "curated",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False, server_default=sa.text("1")),
        sa.Column("state", sa.String(10), nullable=False, index=True),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("variants", sa.JSON, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("basis", sa.Text, nullable=False, server_default=""),
        sa.Column("province", sa.String(60)),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_to", sa.Date),
        sa.Column("citations", sa.JSON, nullable=False),
        sa.Column("searched", sa.Text, nullable=False, server_default=""),
        sa.Column("author", sa.String(60), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text, nullable=False, server_default=""),
        sa.Column("approver", sa.String(60)),
        sa.Column("approved_at", sa.DateTime(timezone=True)),
        sa.Column("approved", sa.JSON(none_as_null=True)),
        sa.Index("ix_curated_changed", "changed_at", "id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "curated_history",
        sa.Column("curated_id", sa.Integer, sa.ForeignKey("curated.id"), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account", sa.String(60), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("note", sa.Text, nullable=False, server_default=""),
        sa.Column("words", sa.JSON, nullable=False),
    )
    op.add_column("turns", sa.Column("evidence", sa.Float))
    op.add_column("turns", sa.Column("curated", sa.Integer))


def downgrade() -> None:
    op.drop_column("turns", "curated")
    op.drop_column("turns", "evidence")
    for name in ("curated_history", "curated"):
        op.drop_table(name)
