"""The tables of telling people: what they wait for, what they subscribed to, what there is to tell, and how far it got."""

from __future__ import annotations

from sqlalchemy import Column, Date, DateTime, Index, Integer, String, Table, Text, UniqueConstraint

from assistant.records.tables import metadata

# A person who asked what nobody could answer, and wants to be told. `chat` is a pseudonym, that of the conversation on the
# web. The letter holds the question, sealed, and once there is one the answer; it is emptied when that was told.
wants = Table(
    "wants",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("chat", String(40), nullable=False),
    Column("answer_id", String(32), nullable=False, index=True),
    Column("state", String(10), nullable=False),
    Column("letter", Text),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("tried", String(40), nullable=False, server_default=""),
    Column("ended_at", DateTime(timezone=True)),
    UniqueConstraint("channel", "chat", "answer_id", name="uq_wants"),
    Index("ix_wants_state", "state", "id"),
    sqlite_autoincrement=True,
)

# A wish is "documents", "events", "province:An Giang", "topic:laws" or "event:<document id>". `told_to` is the newest
# campaign that this chat need not hear of any more.
subscriptions = Table(
    "subscriptions",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("chat", String(40), primary_key=True),
    Column("wish", String(320), primary_key=True),
    Column("told_to", Integer, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
    Index("ix_subscriptions_wish", "wish", "channel", "chat"),
)

# Something to tell: a new document or event, a registration or a start that comes near. A key is there once, for ever. What
# was never to be told has campaign 0; what is not told yet has none.
news = Table(
    "news",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("what", String(10), nullable=False),
    Column("document_id", String(300), nullable=False),
    Column("day", Date),
    Column("found_at", DateTime(timezone=True), nullable=False),
    Column("campaign", Integer, index=True),
)

# News told together. The cursor says how far the walk through the subscribers has come.
campaigns = Table(
    "campaigns",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("begun_at", DateTime(timezone=True), nullable=False),
    Column("at_channel", String(20), nullable=False, server_default=""),
    Column("at_chat", String(40), nullable=False, server_default=""),
    Column("done_at", DateTime(timezone=True)),
    sqlite_autoincrement=True,
)
