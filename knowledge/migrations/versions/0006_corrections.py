"""What staff corrected of documents, and which they took out."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "corrections",
        sa.Column("document_id", sa.String(300), primary_key=True),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("stated", sa.JSON, nullable=False),
        sa.Column("retired", sa.Boolean, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(200), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True)),
    )


def downgrade() -> None:
    op.drop_table("corrections")
