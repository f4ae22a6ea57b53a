"""Documents held back until a person approves them, sketches to compare texts by, and what was read from which file."""

import sqlalchemy as sa
from alembic import op

revision = "0004_quarantine"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "quarantine",
        sa.Column("content", sa.String(64), primary_key=True),
        sa.Column("document_id", sa.String(300), primary_key=True, index=True),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("findings", sa.JSON, nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True)),
        sa.Column("approved_by", sa.String(200)),
    )
    op.create_table(
        "sketches",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("sketch", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "files_read",
        sa.Column("path_digest", sa.String(64), primary_key=True),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("state", sa.String(300), nullable=False),
        sa.Column("documents", sa.JSON, nullable=False),
    )


def downgrade() -> None:
    for name in ("files_read", "sketches", "quarantine"):
        op.drop_table(name)
