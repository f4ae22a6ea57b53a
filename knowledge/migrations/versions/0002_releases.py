"""Releases that are built before they are published, may be rolled back to, and are collected when they are old."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("active", sa.Column("newest", sa.Integer, nullable=False, server_default=sa.text("0")))
    op.execute("UPDATE active SET newest = release")
    for column in (
        sa.Column("based_on", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("forced", sa.Boolean, nullable=False, server_default=sa.text("false")),
        sa.Column("gate", sa.JSON),
        sa.Column("gone_at", sa.DateTime(timezone=True)),
    ):
        op.add_column("releases", column)
    # Until now a release could only be made from the one before it.
    op.execute("UPDATE releases SET based_on = number - 1")
    op.add_column("vectors", sa.Column("made_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    for table, names in {"vectors": ("made_at",), "releases": ("based_on", "forced", "gate", "gone_at"), "active": ("newest",)}.items():
        with op.batch_alter_table(table) as batch:
            for name in names:
                batch.drop_column(name)
