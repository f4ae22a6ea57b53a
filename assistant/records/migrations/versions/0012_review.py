"""The review queue: turns that a person should look at, put together by what they ask."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    counts = ("unanswered", "down", "unsure", "reported")
    op.create_table(
        "review_groups",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False, server_default=sa.text("1")),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("example", sa.String(32), nullable=False),
        sa.Column("vector", sa.LargeBinary),
        sa.Column("embedder", sa.String(80), nullable=False, server_default=""),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("waiting", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False, server_default="0") for name in counts),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("assignee", sa.String(60)),
        sa.Column("verdict", sa.String(20)),
        sa.Column("handled_by", sa.String(60)),
        sa.Column("handled_at", sa.DateTime(timezone=True)),
        sa.Column("handled_release", sa.Integer),
        sa.Column("curated_id", sa.Integer),
        sa.Index("ix_review_groups_state", "state", "waiting", "id"),
        sa.Index("ix_review_groups_curated", "curated_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "review_turns",
        sa.Column("answer_id", sa.String(32), primary_key=True),
        sa.Column("group_id", sa.Integer, sa.ForeignKey("review_groups.id"), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("digest", sa.String(40), nullable=False, index=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Index("ix_review_turns_group", "group_id", "asked_at"),
    )
    op.create_table(
        "review_history",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("group_id", sa.Integer, sa.ForeignKey("review_groups.id"), nullable=False, index=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account", sa.String(60), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("note", sa.Text, nullable=False, server_default=""),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "review_progress",
        sa.Column("name", sa.String(20), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True)),
        sa.Column("number", sa.Integer, nullable=False, server_default="0"),
    )
    op.create_index("ix_feedback_given_at", "feedback", ["given_at"])


def downgrade() -> None:
    op.drop_index("ix_feedback_given_at", "feedback")
    for name in ("review_progress", "review_history", "review_turns", "review_groups"):
        op.drop_table(name)
