"""The tables of the admin pages: who may come in, who is in, and what was done.

Nothing here opens a door by itself: passwords are argon2 hashes, sessions and one-time links are kept as SHA-256 of a
random word, and the secret of a second factor is sealed.
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, DateTime, ForeignKey, Integer, String, Table, Text, text

from assistant.records.tables import metadata

accounts = Table(
    "accounts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(60), nullable=False, unique=True),
    Column("full_name", String(120), nullable=False, server_default=""),
    Column("role", String(20), nullable=False),
    Column("password", Text),
    Column("second_factor", Text),
    Column("last_code", Integer),
    Column("recovery", JSON(none_as_null=True)),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("disabled_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False, server_default=text("1")),
    sqlite_autoincrement=True,
)

# A link that sets a password, once.
account_links = Table(
    "account_links",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("account_id", Integer, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("until", DateTime(timezone=True), nullable=False),
)

admin_sessions = Table(
    "admin_sessions",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("account_id", Integer, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False),
    Column("ends_at", DateTime(timezone=True), nullable=False),
    Column("address", String(60), nullable=False, server_default=""),
    Column("browser", String(200), nullable=False, server_default=""),
)

# Wrong guesses, by account name and by address (as hashes: a mistyped name may be a password).
guesses = Table(
    "guesses",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("n", Integer, nullable=False),
    Column("last_at", DateTime(timezone=True), nullable=False),
)

# Forms that were sent once and are not taken again.
spent_forms = Table(
    "spent_forms",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("until", DateTime(timezone=True), nullable=False, index=True),
)

# Each row holds the hash of the one before it; the database itself refuses to change or delete one.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", String(40), nullable=False),
    Column("account", String(60), nullable=False, index=True),
    Column("action", String(60), nullable=False, index=True),
    Column("about", String(200), nullable=False),
    Column("detail", Text, nullable=False),
    Column("hash", String(64), nullable=False),
)
