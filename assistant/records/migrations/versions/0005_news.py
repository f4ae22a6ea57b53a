"""What people wait for and subscribed to, and what there is to tell them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "wants",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("chat", sa.String(40), nullable=False),
        sa.Column("answer_id", sa.String(32), nullable=False, index=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("letter", sa.Text),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried", sa.String(40), nullable=False, server_default=""),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("channel", "chat", "answer_id", name="uq_wants"),
        sa.Index("ix_wants_state", "state", "id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "subscriptions",
        sa.Column("channel", sa.String(20), primary_key=True),
        sa.Column("chat", sa.String(40), primary_key=True),
        sa.Column("wish", sa.String(320), primary_key=True),
        sa.Column("told_to", sa.Integer, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Index("ix_subscriptions_wish", "wish", "channel", "chat"),
    )
    op.create_table(
        "news",
        sa.Column("key", sa.String(40), primary_key=True),
        sa.Column("what", sa.String(10), nullable=False),
        sa.Column("document_id", sa.String(300), nullable=False),
        sa.Column("day", sa.Date),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("campaign", sa.Integer, index=True),
    )
    op.create_table(
        "campaigns",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at_channel", sa.String(20), nullable=False, server_default=""),
        sa.Column("at_chat", sa.String(40), nullable=False, server_default=""),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    for table in ("campaigns", "news", "subscriptions", "wants"):
        op.drop_table(table)
