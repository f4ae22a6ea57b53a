"""A Visit: one message of one person, with everything a handler may look up. Handlers read; what they write are effects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeAlias

from assistant.channels.base import PLATFORMS, AnswersQuestions
from assistant.in_force import InForce
from assistant.library import ReadsDocuments
from assistant.messages import Effect, Inbound, Reply
from assistant.news.hours import QuietHours
from assistant.records.channel_records import ChannelRecords
from assistant.records.chats import Chat


@dataclass(frozen=True, slots=True)
class House:
    """What is the same for every visit. `days`: how long things are kept; `in_force` tells what staff changed since the start.

    `windows`: how long after a person's last message a channel may still send, for channels that have such a limit.
    `quiet`: when no news is sent. `subscription_days`, `want_days`: for how long we promise to tell.
    """

    assistant: AnswersQuestions
    library: ReadsDocuments
    records: ChannelRecords
    operator: str
    in_force: InForce
    days: int = 30
    windows: Mapping[str, timedelta] = field(default_factory=dict)
    quiet: QuietHours = field(default_factory=QuietHours)
    subscription_days: int = 365
    want_days: int = 180

    @property
    def contact(self) -> str:
        """Whom people may ask, or ""."""
        return self.in_force.settings.contact


@dataclass(frozen=True, slots=True)
class Visit:
    """One message. `chat` is the pseudonym; `known` is there when the person agreed to be remembered."""

    inbound: Inbound
    chat: str
    house: House
    known: Chat | None = None

    @property
    def platform(self) -> str:
        """Its name as people know it."""
        return PLATFORMS.get(self.inbound.channel, self.inbound.channel)

    def touched(self) -> tuple[Effect, ...]:
        """Seen again, if anything is kept."""
        if self.known is None:
            return ()
        return (self.house.records.chats.touch(self.inbound.channel, self.chat, self.inbound.reply_to),)


Handler: TypeAlias = Callable[[Visit, str], Reply]
"""A command with its argument, or a button with what stands behind its verb."""
