"""Indexes of `asked` that hold the other filters too, and `daily` in the order in which it is read: by kind, then by day."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_HAVE_OPINION = sa.text("feedback IS NOT NULL")
_COPIED = "kind, day, channel, name, n"


def upgrade() -> None:
    _index(channel=["id", "family", "feedback"], family=["id", "channel", "feedback"], feedback=["id", "family", "channel"])
    _daily("kind", "day", "channel", "name", sqlite_with_rowid=False)


def downgrade() -> None:
    _index(channel=["id"], family=["id"], feedback=["id"])
    _daily("day", "channel", "kind", "name")


def _index(**held: list[str]) -> None:
    for name, others in held.items():
        op.drop_index(f"ix_asked_{name}", "asked")
        some: dict[str, Any] = {"sqlite_where": _HAVE_OPINION, "postgresql_where": _HAVE_OPINION} if name == "feedback" else {}
        op.create_index(f"ix_asked_{name}", "asked", [name, *others], **some)


def _daily(*order: str, **options: Any) -> None:
    types: dict[str, Any] = {"kind": sa.String(12), "day": sa.Date, "channel": sa.String(20), "name": sa.String(200)}
    keys: list[sa.Column[Any]] = [sa.Column(name, types[name], primary_key=True) for name in order]
    op.create_table("daily_ordered", *keys, sa.Column("n", sa.Integer, nullable=False), **options)
    op.execute(f"INSERT INTO daily_ordered ({_COPIED}) SELECT {_COPIED} FROM daily ORDER BY {', '.join(order)}")  # noqa: S608  # nosec B608
    op.drop_table("daily")
    op.rename_table("daily_ordered", "daily")
