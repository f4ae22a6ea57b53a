"""What a language model was asked for, what became of it, and what was cut from its answer and why."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("turns", sa.Column("generation", sa.JSON))


def downgrade() -> None:
    op.drop_column("turns", "generation")
