"""Inbox, outbox, chats, consents, and what else the chat channels remember."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

OPEN = sa.text("done_at IS NULL")


def moment(name: str, *, nullable: bool = True, index: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, index=index)


def upgrade() -> None:
    op.create_table("owners", sa.Column("owner", sa.String(60), primary_key=True), moment("alive_until", nullable=False))
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("event_id", sa.String(160), nullable=False),
        sa.Column("chat", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("letter", sa.Text),
        moment("received_at", nullable=False),
        sa.Column("owner", sa.String(60)),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        moment("done_at", index=True),
        sa.Column("outcome", sa.String(40)),
        sa.UniqueConstraint("channel", "event_id", name="uq_inbox_event"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_open", "inbox", ["channel", "chat", "id"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(160), nullable=False, unique=True),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("chat", sa.String(40), nullable=False),
        sa.Column("lane", sa.String(10), nullable=False),
        sa.Column("letter", sa.Text),
        moment("created_at", nullable=False),
        moment("not_before", nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("owner", sa.String(60)),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        moment("done_at", index=True),
        sa.Column("platform_id", sa.String(80)),
        sa.Column("problem", sa.String(200)),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbox_open", "outbox", ["channel", "chat", "lane", "id"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_table(
        "chats",
        sa.Column("channel", sa.String(20), primary_key=True),
        sa.Column("chat", sa.String(40), primary_key=True),
        sa.Column("address", sa.Text),
        moment("agreed_at", nullable=False),
        sa.Column("notice", sa.String(20), nullable=False),
        sa.Column("conversation", sa.Integer, nullable=False, server_default="1"),
        moment("seen_at", nullable=False, index=True),
        moment("expires_at", nullable=False, index=True),
        moment("gone_at"),
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("chat", sa.String(40), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("notice", sa.String(20), nullable=False),
        sa.Column("code", sa.String(20)),
        moment("at", nullable=False),
        sa.Index("ix_consents_chat", "channel", "chat"),
    )
    op.create_table(
        "marks",
        sa.Column("code", sa.String(40), primary_key=True),
        sa.Column("letter", sa.Text),
        moment("until", nullable=False, index=True),
    )
    op.create_table(
        "links",
        sa.Column("code", sa.String(20), primary_key=True),
        sa.Column("action", sa.Text, nullable=False),
        moment("used_at", nullable=False, index=True),
    )
    op.create_table(
        "remarks",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("chat", sa.String(40)),
        sa.Column("text", sa.Text, nullable=False),
        moment("at", nullable=False),
        sa.Column("read", sa.Boolean, nullable=False, server_default=sa.text("false")),
    )
    op.create_table(
        "counts",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("channel", sa.String(20), primary_key=True),
        sa.Column("what", sa.String(60), primary_key=True),
        sa.Column("n", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    for table in ("counts", "remarks", "links", "marks", "consents", "chats", "outbox", "inbox", "owners"):
        op.drop_table(table)
