"""The catalogue's tables. Rows carry `from_release`/`to_release`: row r is part of release n when
from_release <= n and (to_release is null or n < to_release). A release is published when its number is at most
`active.newest`; one beyond it is being built, or was left behind by a process that died.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Dialect, Index, Integer, LargeBinary, MetaData, String, Table, Text, text
from sqlalchemy.types import TypeDecorator

from knowledge.models import Box

metadata = MetaData()


class Boxes(TypeDecorator[tuple[Box, ...]]):
    """Boxes as a JSON list of [page, x0, y0, x1, y1]; no boxes as NULL."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Sequence[Box] | None, _: Dialect) -> Any:
        """To the database."""
        return [list(box) for box in value] if value else None

    def process_result_value(self, value: Any, _: Dialect) -> tuple[Box, ...]:
        """From the database."""
        return tuple(Box(*box) for box in value or ())


documents = Table(
    "documents",
    metadata,
    Column("row_id", Integer, primary_key=True),
    Column("document_id", String(300), nullable=False, index=True),
    Column("path", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("kind", String(100)),
    Column("number", String(100), index=True),
    Column("issuer", String(300)),
    Column("signer", String(300)),
    Column("issued_on", Date),
    Column("effective_from", Date),
    Column("effective_to", Date),
    Column("replaced_by", String(100)),
    Column("province", String(100)),
    Column("url", Text),
    Column("form", String(50)),
    Column("details", JSON, nullable=False),
    Column("from_release", Integer, nullable=False),
    Column("to_release", Integer),
    Index("ix_documents_release", "from_release", "to_release"),
)

chunks = Table(
    "chunks",
    metadata,
    Column("row_id", Integer, primary_key=True),
    Column("chunk_id", String(340), nullable=False, index=True),
    Column("document_id", String(300), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("locator", Text, nullable=False),
    Column("page", Integer),
    Column("text", Text, nullable=False),
    Column("context", Text, nullable=False),
    Column("vector_digest", String(40), nullable=False),
    Column("from_release", Integer, nullable=False),
    Column("to_release", Integer),
    Column("boxes", Boxes),
    Index("ix_chunks_release", "from_release", "to_release"),
)

vectors = Table(
    "vectors",
    metadata,
    Column("digest", String(40), primary_key=True),
    Column("model", String(200), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
    Column("made_at", DateTime(timezone=True)),
)

releases = Table(
    "releases",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("published_at", DateTime(timezone=True), nullable=False),
    Column("documents", Integer, nullable=False),
    Column("chunks", Integer, nullable=False),
    Column("based_on", Integer, nullable=False, server_default=text("0")),
    Column("forced", Boolean, nullable=False, server_default=text("false")),
    Column("gate", JSON),
    Column("gone_at", DateTime(timezone=True)),
)

active = Table(
    "active",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("release", Integer, nullable=False),
    Column("newest", Integer, nullable=False, server_default=text("0")),
)

sources = Table(
    "sources",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("location", Text, nullable=False, unique=True),
    Column("added_at", DateTime(timezone=True), nullable=False),
    Column("checked_at", DateTime(timezone=True)),
    Column("outcome", String(20)),
    Column("reason", Text, nullable=False),
)

fetches = Table(
    "fetches",
    metadata,
    Column("location", Text, primary_key=True),
    Column("final_url", Text, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("digest", String(64), nullable=False),
    Column("file", Text, nullable=False),
    Column("fetched_at", DateTime(timezone=True), nullable=False),
    Column("form", Integer, nullable=False),
    Column("documents", JSON, nullable=False),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("content", String(64), primary_key=True),
    Column("document_id", String(300), primary_key=True, index=True),
    Column("path", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("findings", JSON, nullable=False),
    Column("held_at", DateTime(timezone=True), nullable=False),
    Column("approved_at", DateTime(timezone=True)),
    Column("approved_by", String(200)),
)

sketches = Table(
    "sketches",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("sketch", LargeBinary, nullable=False),
)

files_read = Table(
    "files_read",
    metadata,
    Column("path_digest", String(64), primary_key=True),
    Column("path", Text, nullable=False),
    Column("state", String(300), nullable=False),
    Column("documents", JSON, nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    Column("document_id", String(300), primary_key=True),
    Column("path", Text, nullable=False),
    Column("stated", JSON, nullable=False),
    Column("retired", Boolean, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("changed_by", String(200), nullable=False),
    Column("applied_at", DateTime(timezone=True)),
)

statistics = Table(
    "statistics",
    metadata,
    Column("release", String(60), primary_key=True),
    Column("model", String(200), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False, index=True),
)
