"""Chats that agreed to be remembered, and the log of what they agreed to. Who has not agreed has no row here.

Functions that change something are Effects or take part in a transaction: see `Reply.effects`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update

from assistant.messages import Effect
from assistant.records import channel_tables as t
from assistant.records.sealing import BrokenSeal, Seal
from assistant.records.writing import upsert
from knowledge.rows import utc

NOTICE = "2026-11"
"""The version of the notice that people agree to. A new text gets a new version, and everybody is asked again."""


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat that agreed."""

    channel: str
    chat: str
    address: str | None
    agreed_at: datetime
    seen_at: datetime
    notice: str
    conversation: int
    gone: bool

    @property
    def conversation_id(self) -> str:
        """The id under which its questions are logged; `/moi` begins a new one."""
        return f"{self.channel}:{self.chat}:{self.conversation}"


class ChatBook:
    """Look up a chat, and make the effects that change it."""

    def __init__(self, engine: Engine, seal: Seal, keep: timedelta) -> None:
        self._engine = engine
        self._seal = seal
        self._keep = keep

    def find(self, channel: str, chat: str) -> Chat | None:
        """The chat with this pseudonym, if it agreed to the notice of today."""
        return self.find_some([(channel, chat)]).get((channel, chat))

    def find_some(self, names: Collection[tuple[str, str]]) -> dict[tuple[str, str], Chat]:
        """Those of these (channel, pseudonym) that agreed to the notice of today."""
        here = (t.chats.c.channel.in_({channel for channel, _ in names}), t.chats.c.chat.in_({chat for _, chat in names}))
        with self._engine.connect() as db:
            rows = db.execute(select(t.chats).where(*here, t.chats.c.notice == NOTICE)).all()
        return {(row.channel, row.chat): self._chat(row) for row in rows}

    def _chat(self, row: Any) -> Chat:
        address, gone = self._address(row.address), row.gone_at is not None
        return Chat(row.channel, row.chat, address, row.agreed_at, utc(row.seen_at), row.notice, row.conversation, gone)

    def _address(self, sealed: str | None) -> str | None:
        try:
            return str(self._seal.open(sealed)) if sealed else None
        except BrokenSeal:
            return None

    def agree(self, channel: str, chat: str, address: str) -> Effect:
        """Begin to remember this chat."""

        def effect(db: Connection) -> None:
            now = datetime.now(UTC)
            fresh = {"address": self._seal.close(address), "agreed_at": now, "notice": NOTICE, "gone_at": None}
            fresh |= {"seen_at": now, "expires_at": now + self._keep}
            upsert(db, t.chats, {"channel": channel, "chat": chat, **fresh}, fresh)
            note(db, channel, chat, "agreed")

        return effect

    def touch(self, channel: str, chat: str, address: str) -> Effect:
        """Seen again: the address is kept for as long as people keep talking, and the retention time after that."""

        def effect(db: Connection) -> None:
            now = datetime.now(UTC)
            seen: dict[str, object] = {
                "seen_at": now,
                "expires_at": now + self._keep,
                "address": self._seal.close(address),
                "gone_at": None,
            }
            _change(db, channel, chat, seen)

        return effect

    def new_conversation(self, channel: str, chat: str) -> Effect:
        """What was asked before no longer counts."""
        return lambda db: _change(db, channel, chat, {"conversation": t.chats.c.conversation + 1})

    def gone(self, channel: str, chat: str) -> Effect:
        """This person blocked us: nothing more is sent, and the address is forgotten."""
        return lambda db: _change(db, channel, chat, {"gone_at": datetime.now(UTC), "address": None})

    def moved(self, channel: str, chat: str, new_chat: str, address: str) -> Effect:
        """The platform gave the chat another id."""
        return lambda db: _change(db, channel, chat, {"chat": new_chat, "address": self._seal.close(address)})


def note(db: Connection, channel: str, chat: str, action: str, code: str | None = None) -> None:
    """A line in the consent log: `agreed`, `declined`, `withdrawn`, `erased`, `exported`."""
    line = {"channel": channel, "chat": chat, "action": action, "notice": NOTICE, "code": code, "at": datetime.now(UTC)}
    db.execute(insert(t.consents).values(**line))


def _change(db: Connection, channel: str, chat: str, values: dict[str, object]) -> None:
    db.execute(update(t.chats).where(t.chats.c.channel == channel, t.chats.c.chat == chat).values(values))
