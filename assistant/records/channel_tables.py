"""The tables of the chat channels: what came in, what goes out, who agreed to what.

A chat is named by its pseudonym (an HMAC of channel and chat id) everywhere. `letter` columns are sealed: they hold
what a person typed or where to reply, encrypted, and are emptied as soon as they have done their work.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, DateTime, Index, Integer, String, Table, Text, UniqueConstraint, text

from assistant.records.tables import metadata

_OPEN = text("done_at IS NULL")

owners = Table(
    "owners",
    metadata,
    Column("owner", String(60), primary_key=True),
    Column("alive_until", DateTime(timezone=True), nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("event_id", String(160), nullable=False),
    Column("chat", String(40), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("letter", Text),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("owner", String(60)),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("done_at", DateTime(timezone=True), index=True),
    Column("outcome", String(40)),
    UniqueConstraint("channel", "event_id", name="uq_inbox_event"),
    Index("ix_inbox_open", "channel", "chat", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    sqlite_autoincrement=True,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(160), nullable=False, unique=True),
    Column("channel", String(20), nullable=False),
    Column("chat", String(40), nullable=False),
    Column("lane", String(10), nullable=False),
    Column("letter", Text),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("not_before", DateTime(timezone=True), nullable=False),
    Column("state", String(10), nullable=False),
    Column("owner", String(60)),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("done_at", DateTime(timezone=True), index=True),
    Column("platform_id", String(80)),
    Column("problem", String(200)),
    Index("ix_outbox_open", "channel", "chat", "lane", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    sqlite_autoincrement=True,
)

chats = Table(
    "chats",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("chat", String(40), primary_key=True),
    Column("address", Text),
    Column("agreed_at", DateTime(timezone=True), nullable=False),
    Column("notice", String(20), nullable=False),
    Column("conversation", Integer, nullable=False, server_default="1"),
    Column("seen_at", DateTime(timezone=True), nullable=False, index=True),
    Column("expires_at", DateTime(timezone=True), nullable=False, index=True),
    Column("gone_at", DateTime(timezone=True)),
)

consents = Table(
    "consents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("chat", String(40), nullable=False),
    Column("action", String(20), nullable=False),
    Column("notice", String(20), nullable=False),
    Column("code", String(20)),
    Column("at", DateTime(timezone=True), nullable=False),
    Index("ix_consents_chat", "channel", "chat"),
)

# Short-lived marks such as "this chat was told today". The code is an HMAC of its own: it joins with no other table.
marks = Table(
    "marks",
    metadata,
    Column("code", String(40), primary_key=True),
    Column("letter", Text),
    Column("until", DateTime(timezone=True), nullable=False, index=True),
)

# What a button stands for, by the hash of it: the same for everybody, so that it tells nothing about a person.
links = Table(
    "links",
    metadata,
    Column("code", String(20), primary_key=True),
    Column("action", Text, nullable=False),
    Column("used_at", DateTime(timezone=True), nullable=False, index=True),
)

# Keys to a platform that are renewed again and again. The letter is the newest; who holds the lease may renew it.
credentials = Table(
    "credentials",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("letter", Text),
    Column("lease", String(60)),
    Column("leased_until", DateTime(timezone=True)),
)

remarks = Table(
    "remarks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("chat", String(40)),
    Column("text", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("read", Boolean, nullable=False, server_default=text("false")),
)

counts = Table(
    "counts",
    metadata,
    Column("day", Date, primary_key=True),
    Column("channel", String(20), primary_key=True),
    Column("what", String(60), primary_key=True),
    Column("n", Integer, nullable=False),
)
