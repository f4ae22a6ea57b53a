"""An announcer on real tables, with a shelf for a library, a clock that a test sets, and chats that agreed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from assistant.announcer import Announcer
from assistant.delivery.telling import Telling
from assistant.messages import Draft, Effect, Inbound, Reply
from assistant.news.plan import Plan
from assistant.records import channel_tables as c
from assistant.records.channel_records import ChannelRecords
from assistant.records.writing import writing
from knowledge.models import Document
from tests.assistant.delivery.conftest import opening, records, url  # noqa: F401  (fixtures)
from tests.assistant.dialogue.conftest import words
from tests.support.fake_assistant import FakeAssistant
from tests.support.fake_channel import FakeChannel
from tests.support.shelf import Shelf

NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)
"""Noon in Ho Chi Minh City."""
TODAY = date(2026, 11, 25)
OLD = Document("cu", "Văn bản đã có từ đầu", kind="Quyết định", number="1/QĐ-X", issued_on=date(2026, 1, 1))
LAW = Document("moi", "Luật về dữ liệu", kind="Luật", number="9/2026/QH15", issuer="Quốc hội", issued_on=date(2026, 11, 1))


class Reading(FakeChannel):
    """Every word of a message is delivered."""

    def render(self, reply: Reply, to: Inbound | None) -> list[Draft]:
        return [{"text": words(message)} for message in reply.messages]


@dataclass
class World:
    """Everything a test of the announcer needs."""

    records: ChannelRecords
    shelf: Shelf = field(default_factory=lambda: Shelf([OLD]))
    channel: Reading = field(default_factory=Reading)
    assistant: FakeAssistant = field(default_factory=FakeAssistant)
    now: datetime = NOON
    plan: Plan = field(default_factory=lambda: Plan(wait=timedelta(0)))
    last: Announcer | None = None

    def announcer(self, others: ChannelRecords | None = None, **more: Any) -> Announcer:
        """As another process would have one; the one before has ended, unless it has records of its own."""
        if self.last and not others:
            self.last.leave()
        telling = Telling({self.channel.name: self.channel})
        made = Announcer(others or self.records, self.assistant, self.shelf, telling, self.plan, clock=lambda: self.now, **more)
        self.last = self.last if others else made
        return made

    def write(self, *effects: Effect) -> None:
        with writing(self.records.engine) as db:
            for effect in effects:
                effect(db)

    def subscribe(self, chat: str, *wishes: str) -> None:
        """A chat that agreed, with these wishes."""
        if not self.records.chats.find(self.channel.name, chat):
            self.write(self.records.chats.agree(self.channel.name, chat, f"to-{chat}"))
            self.seen(chat, self.now)
        self.write(*(self.records.subscriptions.add(self.channel.name, chat, wish) for wish in wishes))

    def seen(self, chat: str, at: datetime) -> None:
        """This person wrote at that moment."""
        self.write(lambda db: db.execute(update(c.chats).where(c.chats.c.chat == chat).values(seen_at=at)) and None)

    def told(self) -> list[tuple[str, str]]:
        """(chat, text) of everything that was put into the outbox, in order."""
        with self.records.engine.connect() as db:
            rows = db.execute(select(c.outbox).order_by(c.outbox.c.id)).all()
        return [(row.chat, self.records.seal.open(row.letter)["draft"]["text"]) for row in rows]


@pytest.fixture
def world(records: ChannelRecords) -> World:  # noqa: F811
    """On SQLite and on PostgreSQL."""
    return World(records)
