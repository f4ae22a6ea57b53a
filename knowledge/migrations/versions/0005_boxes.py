"""Where the words of a chunk stand on the pages of its file."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004_quarantine"


def upgrade() -> None:
    op.add_column("chunks", sa.Column("boxes", sa.JSON))


def downgrade() -> None:
    op.drop_column("chunks", "boxes")
