"""Keys to a platform that are renewed again and again."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "credentials",
        sa.Column("name", sa.String(60), primary_key=True),
        sa.Column("letter", sa.Text),
        sa.Column("lease", sa.String(60)),
        sa.Column("leased_until", sa.DateTime(timezone=True)),
    )


def downgrade() -> None:
    op.drop_table("credentials")
