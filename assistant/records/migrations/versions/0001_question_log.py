"""The question log and feedback."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "turns",
        sa.Column("answer_id", sa.String(32), primary_key=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("conversation_id", sa.String(80)),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("understood_as", sa.Text, nullable=False),
        sa.Column("status", sa.String(40), nullable=False, index=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("release", sa.Integer, nullable=False),
        sa.Column("sources", sa.JSON, nullable=False),
        sa.Column("passages", sa.JSON, nullable=False),
        sa.Column("timings_ms", sa.JSON, nullable=False),
        sa.Column("error", sa.Text),
        sa.Index("ix_turns_conversation", "conversation_id", "asked_at"),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("answer_id", sa.String(32), sa.ForeignKey("turns.answer_id"), nullable=False, index=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("value", sa.String(8), nullable=False),
        sa.Column("comment", sa.Text),
    )


def downgrade() -> None:
    op.drop_table("feedback")
    op.drop_table("turns")
