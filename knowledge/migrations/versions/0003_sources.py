"""Sources: registered folders and links, and what was last fetched from each link."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "sources",
        sa.Column("name", sa.String(200), primary_key=True),
        sa.Column("location", sa.Text, nullable=False, unique=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True)),
        sa.Column("outcome", sa.String(20)),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_table(
        "fetches",
        sa.Column("location", sa.Text, primary_key=True),
        sa.Column("final_url", sa.Text, nullable=False),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("form", sa.Integer, nullable=False),
        sa.Column("documents", sa.JSON, nullable=False),
    )


def downgrade() -> None:
    for name in ("fetches", "sources"):
        op.drop_table(name)
