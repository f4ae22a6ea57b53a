"""The catalogue: documents, chunks, vectors, releases, and the active release."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("row_id", sa.Integer, primary_key=True),
        sa.Column("document_id", sa.String(300), nullable=False, index=True),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("kind", sa.String(100)),
        sa.Column("number", sa.String(100), index=True),
        sa.Column("issuer", sa.String(300)),
        sa.Column("signer", sa.String(300)),
        sa.Column("issued_on", sa.Date),
        sa.Column("effective_from", sa.Date),
        sa.Column("effective_to", sa.Date),
        sa.Column("replaced_by", sa.String(100)),
        sa.Column("province", sa.String(100)),
        sa.Column("url", sa.Text),
        sa.Column("form", sa.String(50)),
        sa.Column("details", sa.JSON, nullable=False),
        sa.Column("from_release", sa.Integer, nullable=False),
        sa.Column("to_release", sa.Integer),
        sa.Index("ix_documents_release", "from_release", "to_release"),
    )
    op.create_table(
        "chunks",
        sa.Column("row_id", sa.Integer, primary_key=True),
        sa.Column("chunk_id", sa.String(340), nullable=False, index=True),
        sa.Column("document_id", sa.String(300), nullable=False, index=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("locator", sa.Text, nullable=False),
        sa.Column("page", sa.Integer),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("context", sa.Text, nullable=False),
        sa.Column("vector_digest", sa.String(40), nullable=False),
        sa.Column("from_release", sa.Integer, nullable=False),
        sa.Column("to_release", sa.Integer),
        sa.Index("ix_chunks_release", "from_release", "to_release"),
    )
    op.create_table(
        "vectors",
        sa.Column("digest", sa.String(40), primary_key=True),
        sa.Column("model", sa.String(200), primary_key=True),
        sa.Column("vector", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "releases",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("documents", sa.Integer, nullable=False),
        sa.Column("chunks", sa.Integer, nullable=False),
    )
    table = op.create_table(
        "active",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("release", sa.Integer, nullable=False),
    )
    op.bulk_insert(table, [{"id": 1, "release": 0}])


def downgrade() -> None:
    for name in ("active", "releases", "vectors", "chunks", "documents"):
        op.drop_table(name)
